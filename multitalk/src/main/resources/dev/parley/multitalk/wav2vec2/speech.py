def convolve(self, x: Tensor, weight: Tensor, stride: int) -> Tensor:
    return torch.conv1d(x.to(weight.dtype), weight, None, [stride])

def channel_norm(self, x: Tensor, eps: float, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.group_norm(x, x.size(1), weight, bias, eps)

def resample(self, x: Tensor, steps: int) -> Tensor:
    return torch.upsample_linear1d(x, [steps], True).transpose(1, 2)

def weight_norm(self, v: Tensor, g: Tensor) -> Tensor:
    return torch._weight_norm(v, g, 2)

def convolve_positions(self, x: Tensor, weight: Tensor, bias: Tensor, groups: int) -> Tensor:
    # An even kernel, padded by half its length on both sides, makes one step too many at the end.
    y = torch.conv1d(x.transpose(1, 2), weight, bias, [1], [weight.size(2) // 2], [1], groups)
    return y[:, :, :x.size(1)].transpose(1, 2)
