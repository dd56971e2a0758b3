def convolve(self, past: Tensor, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
    frames = torch.cat([past, x], 0) if past.size(0) > 0 else x
    n = weight.size(2)
    last = frames.size(0) - n
    if x.is_cuda:
        return self._convolve_apart(frames, weight, bias, last, stride)
    taps = torch.cat([frames[k:k + last + 1:stride] for k in range(n)], 1) if n > 1 else frames
    padding = [weight.size(3) // 2, weight.size(4) // 2]
    return self.convolution(taps, weight.transpose(1, 2).flatten(1, 2), [1, 1], padding, 1, bias)

# On a GPU laying frames side by side takes longer than to convolve them, and channels that lie together are fastest.
def _convolve_apart(self, frames: Tensor, weight: Tensor, bias: Tensor, last: int, stride: int) -> Tensor:
    padding = [weight.size(3) // 2, weight.size(4) // 2]
    y = self.convolution(frames[0:last + 1:stride], self._packed(weight[:, :, 0]), [1, 1], padding, 1, bias)
    for k in range(1, weight.size(2)):
        y.add_(self.convolution(frames[k:k + last + 1:stride], self._packed(weight[:, :, k]), [1, 1], padding, 1))
    return y

def _packed(self, x: Tensor) -> Tensor:
    return x.contiguous(memory_format=2) if x.is_cuda else x

def last(self, past: Tensor, x: Tensor, n: int) -> Tensor:
    if x.size(0) >= n:
        return x[x.size(0) - n:].clone()
    return torch.cat([past, x], 0)[-n:].clone()

def no_past(self, x: Tensor, n: int) -> Tensor:
    return self._packed(torch.zeros([n, x.size(1), x.size(2), x.size(3)], dtype=x.dtype, device=x.device))

def norm(self, x: Tensor, gamma: Tensor) -> Tensor:
    if x.is_cuda:
        return torch.rms_norm(x.permute([0, 2, 3, 1]), [x.size(1)], gamma.flatten(), 1e-24).permute([0, 3, 1, 2])
    y = x.to(6)
    square = (y * y).sum([1], True).clamp_min(1e-24)
    return x * (torch.rsqrt(square) * x.size(1) ** 0.5).to(x.dtype) * gamma.reshape([-1, 1, 1])

def norm_silu(self, x: Tensor, gamma: Tensor) -> Tensor:
    return torch.silu_(self.norm(x, gamma))

def attention(self, x: Tensor, gamma: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    qkv = self.convolution(self.norm(x, gamma), qkv_weight, [1, 1], [0, 0], 1, qkv_bias).flatten(2).transpose(1, 2).unsqueeze(1)
    q, k, v = qkv.contiguous().chunk(3, -1)
    y = torch.scaled_dot_product_attention(q, k, v).squeeze(1).transpose(1, 2).reshape(x.size())
    return self.convolution(y, weight, [1, 1], [0, 0], 1, bias) + x

def halve(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return self.convolution(torch.constant_pad_nd(x, [0, 1, 0, 1], 0.0), self._packed(weight), [2, 2], [0, 0], 1, bias)

def doubled(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    if x.is_cuda:
        large = torch.upsample_nearest2d(x, None, [2.0, 2.0])
        return self.convolution(large, self._packed(weight), [1, 1], [1, 1], 1, bias)
    t, c, h, w = x.size()
    large = x.reshape([t, c, h, 1, w, 1]).expand([-1, -1, -1, 2, -1, 2]).reshape([t, c, 2 * h, 2 * w])
    return self.convolution(large, weight, [1, 1], [1, 1], 1, bias)

def interleave(self, x: Tensor) -> Tensor:
    return x.unflatten(1, [2, -1]).flatten(0, 1)

def normalize(self, x: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    return (x.to(6) - mean) * (1.0 / deviation)

def denormalize(self, x: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    return x / (1.0 / deviation) + mean

def clamp(self, x: Tensor) -> Tensor:
    return x.to(6).clamp(-1.0, 1.0)

def canvas(self, like: Tensor, height: int, width: int) -> Tensor:
    return torch.zeros([like.size(0), like.size(1), height, width], dtype=like.dtype, device=like.device)

def paste(self, canvas: Tensor, x: Tensor, top: int, left: int, ramp: Optional[Tensor]=None) -> None:
    y = x * ramp if ramp is not None else x
    canvas[:, :, top:top + x.size(2), left:left + x.size(3)].add_(y)
