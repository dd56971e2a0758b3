def random(self, shape: List[int], deviation: float, device: str, type: int) -> Tensor:
    return torch.randn(shape, dtype=type, device=torch.device(device)) * deviation

def ones(self, shape: List[int], device: str, type: int) -> Tensor:
    return torch.ones(shape, dtype=type, device=torch.device(device))

def matmul(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.matmul(a, b)

def finite(self, x: Tensor) -> int:
    return int(torch.isfinite(x).all())

def synchronize(self, device: str) -> int:
    return int(torch.zeros([1], device=torch.device(device)))

def plain_convolution(self, x: Tensor, weight: Tensor, stride: List[int], padding: List[int], groups: int) -> Tensor:
    n = len(stride)
    return torch.convolution(x, weight, None, stride, padding, [1] * n, False, [0] * n, groups)
