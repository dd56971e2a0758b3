def map(self, path: str, type: int, n: int) -> Tensor:
    return torch.from_file(path, False, n, dtype=type)

def view(self, x: Tensor, shape: List[int], stride: List[int], offset: int) -> Tensor:
    return torch.as_strided(x, shape, stride, offset)

def filler(self, shape: List[int], device: str, type: int) -> Tensor:
    return torch.zeros([1], dtype=type, device=torch.device(device)).expand(shape)

def place(self, x: Tensor, device: str, type: int) -> Tensor:
    return x.to(torch.device(device), type)

def copies(self, x: List[Tensor], device: str) -> List[Tensor]:
    return [t.to(torch.device(device), t.dtype, False, True) for t in x]

def element_bytes(self, x: Tensor) -> int:
    return x.element_size()

def place_in(self, memory: Tensor, offset: int, x: Tensor) -> Tensor:
    there = memory.narrow(0, offset, x.numel()).view(x.size())
    there.copy_(x)
    return there

def unwritten(self, like: Tensor, type: int) -> Tensor:
    return torch.empty(like.size(), dtype=type, device=like.device)

def unwritten_of(self, like: Tensor, shape: List[int], type: int) -> Tensor:
    return torch.empty(shape, dtype=type, device=like.device)

def mean_token(self, x: Tensor) -> Tensor:
    return torch.mean(x, [1], True, dtype=6)

def largest(self, x: Tensor) -> Tensor:
    return torch.norm(x, float("inf"))

def unwritten_steps(self, like: Tensor) -> Tensor:
    return torch.empty(like.size()[:-1] + [1], dtype=6, device=like.device)

def distance(self, x: Tensor, y: Tensor) -> float:
    return float(torch.norm(x.to(6) - y.to(6), 2) / torch.norm(y.to(6), 2))

def type(self, x: Tensor) -> int:
    return x.dtype

def rows(self, x: Tensor, indices: List[int]) -> Tensor:
    return torch.index_select(x, 0, torch.tensor(indices, dtype=4, device=x.device))

def layer_norm(self, x: Tensor, eps: float, weight: Optional[Tensor]=None, bias: Optional[Tensor]=None) -> Tensor:
    return torch.layer_norm(x, [x.size(-1)], weight, bias, eps)

def rms_norm(self, x: Tensor, eps: float, weight: Tensor) -> Tensor:
    return torch.rms_norm(x, [x.size(-1)], weight, eps)

def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
    qh = q.unflatten(-1, [heads, -1]).transpose(1, 2)
    kh = k.unflatten(-1, [heads, -1]).transpose(1, 2)
    vh = v.unflatten(-1, [heads, -1]).transpose(1, 2)
    return torch.scaled_dot_product_attention(qh, kh, vh).transpose(1, 2).flatten(2)

def attention_by(self, kernel: str, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
    qh = q.unflatten(-1, [heads, -1]).transpose(1, 2)
    kh = k.unflatten(-1, [heads, -1]).transpose(1, 2)
    vh = v.unflatten(-1, [heads, -1]).transpose(1, 2)
    if kernel == "cudnn":
        y = torch._scaled_dot_product_cudnn_attention(qh, kh, vh, None, False)[0]
    elif kernel == "flash":
        y = torch._scaled_dot_product_flash_attention(qh, kh, vh)[0]
    elif kernel == "efficient":
        y = torch._scaled_dot_product_efficient_attention(qh, kh, vh, None, False)[0]
    else:
        y = torch.scaled_dot_product_attention(qh, kh, vh)
    return y.transpose(1, 2).flatten(2)

def probe(self, device: str, type: int, shape: List[int]) -> Tensor:
    return torch.randn(shape, device=torch.device(device)).to(type)

def attention_error(self, kernel: str, x: Tensor, heads: int) -> float:
    expected = self.attention(x, x, x, heads).to(6)
    actual = self.attention_by(kernel, x, x, x, heads).to(6)
    return float(torch.norm(actual - expected, 2) / torch.norm(expected, 2))

def attention_wait(self, kernel: str, x: Tensor, heads: int, rounds: int) -> float:
    y = x
    for i in range(rounds):
        y = self.attention_by(kernel, x, x, x, heads)
    return float(y[0, 0, 0])

def gelu(self, x: Tensor) -> Tensor:
    return torch.gelu(x)

def gelu_tanh(self, x: Tensor) -> Tensor:
    return torch.gelu(x, approximate="tanh")
