def convolve(self, x: Tensor, weight: Tensor, stride: int) -> Tensor:
    return self.convolution(x.to(weight.dtype), weight, [stride], [0], 1)

def channel_norm(self, x: Tensor, eps: float, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.group_norm(x, x.size(1), weight, bias, eps)

def resample(self, x: Tensor, steps: int) -> Tensor:
    return torch.upsample_linear1d(x, [steps], True).transpose(1, 2)

def weight_norm(self, v: Tensor, g: Tensor) -> Tensor:
    return torch._weight_norm(v, g, 2)

def convolve_positions(self, x: Tensor, weight: Tensor, bias: Tensor, groups: int) -> Tensor:
    # An even kernel, padded by half its length on both sides, makes one step too many at the end.
    y = self.convolution(x.transpose(1, 2), weight, [1], [weight.size(2) // 2], groups, bias)
    return y[:, :, :x.size(1)].transpose(1, 2)
