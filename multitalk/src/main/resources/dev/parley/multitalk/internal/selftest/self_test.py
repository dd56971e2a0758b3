def separable_weight(self, outputs: Tensor, inputs: Tensor, taps: Tensor) -> Tensor:
    weight = (outputs.unsqueeze(2) * inputs.unsqueeze(1)).flatten(0, 1).unsqueeze(-1) * taps.flatten()
    return weight.reshape(weight.size()[:2] + taps.size())

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x, weight, bias)

def matmul(self, x: Tensor, y: Tensor) -> Tensor:
    return torch.matmul(x, y)

def softmax(self, x: Tensor) -> Tensor:
    return torch.softmax(x, -1)

def soil(self, device: str, type: int, sizes: List[int]) -> None:
    soiled: List[Tensor] = []
    for n in sizes:
        soiled.append(torch.full([n], float("nan"), dtype=type, device=torch.device(device)))

def cpu_capability(self) -> str:
    return torch._get_cpu_capability()
