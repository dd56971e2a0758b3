def again(self, frames: Tensor, n: int) -> Tensor:
    slices = frames[1:].unflatten(0, [-1, n]).flatten(1)
    return (slices[1:] == slices[:-1]).all(1)

def joined(self, past: Tensor, x: Tensor) -> Tensor:
    return torch.cat([past, x], 0) if past.size(0) > 0 else x

def room(self, past: Tensor, x: Tensor) -> Tensor:
    n = past.size(0)
    shape = [n + x.size(0), x.size(2), x.size(3), x.size(1)]
    frames = torch.empty(shape, dtype=x.dtype, device=x.device).permute([0, 3, 1, 2])
    if n > 0:
        frames[:n].copy_(past)
    return frames

def room_fourfold(self, x: Tensor) -> Tensor:
    shape = [x.size(0), 2 * x.size(2), 2 * x.size(3), x.size(1)]
    return torch.empty(shape, dtype=x.dtype, device=x.device).permute([0, 3, 1, 2])

def packed(self, x: Tensor) -> Tensor:
    return x.contiguous(memory_format=2) if x.is_cuda else x

def laid_out(self, weight: Tensor) -> Tensor:
    return weight.permute([2, 0, 3, 4, 1]).contiguous().permute([1, 4, 0, 2, 3]) if weight.is_cuda else weight

def terms(self, frames: Tensor, weight: Tensor) -> List[Tensor]:
    n = weight.size(2)
    last = frames.size(0) - n
    padding = [weight.size(3) // 2, weight.size(4) // 2]
    return [self.convolution(frames[k:k + last + 1], self.packed(weight[:, :, k]), [1, 1], padding, 1) for k in range(n)]

def convolve(self, frames: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
    n = weight.size(2)
    last = frames.size(0) - n
    if frames.is_cuda:
        return self._convolve_apart(frames, weight, bias, last, stride)
    taps = torch.cat([frames[k:k + last + 1:stride] for k in range(n)], 1) if n > 1 else frames
    padding = [weight.size(3) // 2, weight.size(4) // 2]
    return self.convolution(taps, weight.transpose(1, 2).flatten(1, 2), [1, 1], padding, 1, bias)

# On a GPU laying frames side by side takes longer than to convolve them, and channels that lie together are fastest.
# What has a few channels only is bound by their number, not by what is computed of them: 16 take less than 9.
def _convolve_apart(self, frames: Tensor, weight: Tensor, bias: Tensor, last: int, stride: int) -> Tensor:
    n = weight.size(2)
    padding = [weight.size(3) // 2, weight.size(4) // 2]
    if stride == 1 and n > 1 and n * weight.size(1) <= 16:
        return self._convolve_few_inputs(frames, weight, bias, last, padding)
    if stride == 1 and n > 1 and n * weight.size(0) <= 16:
        return self._convolve_few_outputs(frames, weight, bias, last, padding)
    y = self.convolution(frames[0:last + 1:stride], self.packed(weight[:, :, 0]), [1, 1], padding, 1, bias)
    for k in range(1, n):
        y.add_(self.convolution(frames[k:k + last + 1:stride], self.packed(weight[:, :, k]), [1, 1], padding, 1))
    return y

def _convolve_few_inputs(self, frames: Tensor, weight: Tensor, bias: Tensor, last: int, padding: List[int]) -> Tensor:
    n = weight.size(2)
    more = 16 - n * weight.size(1)
    taps = [frames[k:k + last + 1] for k in range(n)]
    taps.append(torch.zeros([last + 1, more, frames.size(2), frames.size(3)], dtype=frames.dtype, device=frames.device))
    whole = torch.constant_pad_nd(weight.transpose(1, 2).flatten(1, 2), [0, 0, 0, 0, 0, more], 0.0)
    return self.convolution(self.packed(torch.cat(taps, 1)), self.packed(whole), [1, 1], padding, 1, bias)

def _convolve_few_outputs(self, frames: Tensor, weight: Tensor, bias: Tensor, last: int, padding: List[int]) -> Tensor:
    n = weight.size(2)
    out = weight.size(0)
    whole = torch.constant_pad_nd(weight.permute([2, 0, 1, 3, 4]).flatten(0, 1), [0, 0, 0, 0, 0, 0, 0, 16 - n * out], 0.0)
    terms = self.convolution(frames, self.packed(whole), [1, 1], padding, 1)
    y = terms[:last + 1, :out] + bias.reshape([-1, 1, 1])
    for k in range(1, n):
        y.add_(terms[k:k + last + 1, k * out:(k + 1) * out])
    return y

def convolve_whole(self, frames: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    padding = [0, weight.size(3) // 2, weight.size(4) // 2]
    together = weight.contiguous(memory_format=3)
    y = self.convolution(frames.transpose(0, 1).unsqueeze(0), together, [1, 1, 1], padding, 1, bias)
    return y.squeeze(0).transpose(0, 1)

def last(self, frames: Tensor, n: int) -> Tensor:
    return frames[frames.size(0) - n:].clone()

def no_past(self, x: Tensor, n: int) -> Tensor:
    return self.packed(torch.zeros([n, x.size(1), x.size(2), x.size(3)], dtype=x.dtype, device=x.device))

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
    return self.convolution(torch.constant_pad_nd(x, [0, 1, 0, 1], 0.0), self.packed(weight), [2, 2], [0, 0], 1, bias)

def enlarge(self, x: Tensor) -> Tensor:
    if x.is_cuda:
        return torch.upsample_nearest2d(x, None, [2.0, 2.0])
    t, c, h, w = x.size()
    return x.reshape([t, c, h, 1, w, 1]).expand([-1, -1, -1, 2, -1, 2]).reshape([t, c, 2 * h, 2 * w])

def smooth(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return self.convolution(x, self.packed(weight), [1, 1], [1, 1], 1, bias)

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
