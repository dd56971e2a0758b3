def normal(self, seed: int, shape: List[int]) -> Tensor:
    generator = torch.Generator(device=torch.device("cpu"))
    generator.manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=6, device=torch.device("cpu"))

def axpy(self, x: Tensor, y: Tensor, factor: float) -> Tensor:
    return x + y * factor

def mix(self, x: Tensor, y: Tensor, share: float) -> Tensor:
    return (1.0 - share) * x + share * y

def guide(self, base: Tensor, first: Tensor, first_scale: float, second_scale: float, second: Optional[Tensor]=None) -> Tensor:
    guided = base + first_scale * first
    return guided + second_scale * second if second is not None else guided

def project(self, update: Tensor, cond: Tensor, limit: float, parallel_share: float) -> Tensor:
    x = update
    if limit > 0.0:
        x = x * torch.clamp_max(limit / torch.norm(x, 2), 1.0)
    d = x.to(7)
    c = cond.to(7)
    unit = c / torch.norm(c, 2).clamp_min(1e-12)
    parallel = (d * unit).sum() * unit
    return (d - parallel + parallel_share * parallel).to(update.dtype)
