def map(self, path: str, type: int, n: int) -> Tensor:
    return torch.from_file(path, False, n, dtype=type)

def view(self, x: Tensor, shape: List[int], stride: List[int], offset: int) -> Tensor:
    return torch.as_strided(x, shape, stride, offset)

def filler(self, shape: List[int], type: int) -> Tensor:
    return torch.zeros([1], dtype=type).expand(shape)

def place(self, x: Tensor, device: str, type: int) -> Tensor:
    return x.to(torch.device(device), type)

def copies(self, x: List[Tensor], device: str) -> List[Tensor]:
    return [t.to(torch.device(device), t.dtype, False, True) for t in x]

def type(self, x: Tensor) -> int:
    return x.dtype

def rows(self, x: Tensor, indices: List[int]) -> Tensor:
    return torch.index_select(x, 0, torch.tensor(indices, dtype=4, device=x.device))

def layer_norm(self, x: Tensor, eps: float, weight: Optional[Tensor]=None, bias: Optional[Tensor]=None) -> Tensor:
    w = weight.to(6) if weight is not None else None
    b = bias.to(6) if bias is not None else None
    return torch.layer_norm(x.to(6), [x.size(-1)], w, b, eps).to(x.dtype)

def rms_norm(self, x: Tensor, eps: float, weight: Tensor) -> Tensor:
    y = x.to(6)
    return (y * torch.rsqrt(y.pow(2).mean([-1], True) + eps)).to(x.dtype) * weight

def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
    qh = q.unflatten(-1, [heads, -1]).transpose(1, 2)
    kh = k.unflatten(-1, [heads, -1]).transpose(1, 2)
    vh = v.unflatten(-1, [heads, -1]).transpose(1, 2)
    return torch.scaled_dot_product_attention(qh, kh, vh).transpose(1, 2).flatten(2)

def gelu(self, x: Tensor) -> Tensor:
    return torch.gelu(x)

def gelu_tanh(self, x: Tensor) -> Tensor:
    return torch.gelu(x, approximate="tanh")
