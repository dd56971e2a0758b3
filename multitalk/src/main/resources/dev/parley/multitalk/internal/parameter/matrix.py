def product(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]=None) -> Tensor:
    return torch.linear(x, weight.to(x.dtype), bias.to(x.dtype) if bias is not None else None)

def add_product(self, y: Tensor, x: Tensor, weight: Tensor, scale: float) -> Tensor:
    rows = y.view([-1, y.size(-1)])
    rows.addmm_(x.reshape([-1, x.size(-1)]), weight.to(x.dtype).transpose(0, 1), alpha=scale)
    return y

def int8_product(self, x: Tensor, data: Tensor, scale: Tensor, bias: Optional[Tensor]=None) -> Tensor:
    y = torch.linear(x, data.to(x.dtype))
    if bias is None:
        return y.mul_(scale.to(x.dtype).flatten())
    return torch.addcmul(bias.to(x.dtype), y, scale.to(x.dtype).flatten(), out=y)

def int8_dynamic_product(self, x: Tensor, data: Tensor, scale: Tensor, bias: Optional[Tensor]=None) -> Tensor:
    rows = x.reshape([-1, x.size(-1)])
    # CUDA multiplies integers in tiles: more than 16 rows, everything else a multiple of 8.
    if rows.size(0) <= 16 or data.size(0) % 8 != 0 or data.size(1) % 8 != 0:
        return self.int8_product(x, data, scale, bias)
    step = (rows.abs().amax([1], True).to(6) / 127.0).clamp_min(1e-30)
    small = torch.round(rows.to(6) / step).to(1)
    y = torch._int_mm(small, data.transpose(0, 1)).to(6).mul_(step).mul_(scale.to(6).flatten())
    if bias is not None:
        y = y.add_(bias.to(6))
    return y.to(x.dtype).view(x.size()[:-1] + [data.size(0)])

def quantize(self, weight: Tensor, type: int) -> Tuple[Tensor, Tensor]:
    w = weight.to(6)
    largest = w.abs().amax([1], True)
    # A GPU divides by a number as it multiplies by its inverse, which is not the same to the bit.
    scale = (largest / torch.full_like(largest, 127.0)).to(type)
    step = scale.to(6)
    # A row of zeros has scale zero, and zeros whatever it is divided by.
    data = torch.round(w / torch.where(step == 0.0, torch.ones_like(step), step)).clamp(-128.0, 127.0).to(1)
    return data, scale

def fp8_product(self, x: Tensor, data: Tensor, scale: Tensor, products: bool, bias: Optional[Tensor]=None) -> Tensor:
    rows = x.reshape([-1, x.size(-1)])
    # One scale will do: these are floats, a small row keeps its precision under a large one's scale.
    stretch = (448.0 / torch.linalg_vector_norm(rows, float("inf")).to(6).clamp_min(1e-12)).to(x.dtype)
    # By a number on the device: mul() would take it for a tensor to be spread out, at half the speed.
    small = torch._foreach_mul([rows], stretch)[0].to(24)
    step = 1.0 / stretch.to(6)
    if products:
        wide = bias.to(15) if bias is not None else None
        y = torch._scaled_mm(small, data.transpose(0, 1), step, scale, wide, None, 15, True).to(x.dtype)
    else:
        y = torch.linear(small.to(x.dtype), data.to(x.dtype)).to(6).mul_(scale * step)
        y = (y.add_(bias.to(6)) if bias is not None else y).to(x.dtype)
    return y.view(x.size()[:-1] + [data.size(0)])

def fp8_rows_product(self, small: Tensor, step: Tensor, data: Tensor, scale: Tensor, bias: Optional[Tensor]=None) -> Tensor:
    rows = small.reshape([-1, small.size(-1)])
    scales = scale.expand([1, data.size(0)]).contiguous()
    wide = bias.to(15) if bias is not None else None
    y = torch._scaled_mm(rows, data.transpose(0, 1), step.reshape([-1, 1]), scales, wide, None, 15, True)
    return y.view(small.size()[:-1] + [data.size(0)])

def fp8_quantize(self, weight: Tensor) -> Tuple[Tensor, Tensor]:
    w = weight.to(6)
    scale = (torch.linalg_vector_norm(w, float("inf")) / 448.0).clamp_min(1e-30)
    return (w / scale).clamp(-448.0, 448.0).to(24), scale

def plus(self, x: Tensor, y: Tensor, scale: float) -> Tensor:
    return torch.add(x, y.to(x.dtype), alpha=scale)
