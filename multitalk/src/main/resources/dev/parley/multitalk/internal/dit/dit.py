def tokens(self, latent: Tensor, given: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    x = torch.cat([latent.to(given.dtype), given], 0)
    c, t, h, w = x.size()
    pt, ph, pw = weight.size(2), weight.size(3), weight.size(4)
    x = x.reshape([c, t // pt, pt, h // ph, ph, w // pw, pw]).permute([1, 3, 5, 0, 2, 4, 6])
    return torch.linear(x.flatten(3).flatten(0, 2), weight.flatten(1), bias).unsqueeze(0)

def latent(self, x: Tensor, grid: List[int], patch: List[int]) -> Tensor:
    y = x.reshape([grid[0], grid[1], grid[2], patch[0], patch[1], patch[2], -1]).permute([6, 0, 3, 1, 4, 2, 5])
    return y.reshape([-1, grid[0] * patch[0], grid[1] * patch[1], grid[2] * patch[2]])

def silu(self, x: Tensor) -> Tensor:
    return torch.silu(x)

def modulation(self, parameter: Tensor, e: Tensor) -> List[Tensor]:
    return torch.unbind(parameter.to(6) + e, 1)

def modulate(self, x: Tensor, shift: Tensor, scale: Tensor, eps: float) -> Tensor:
    c = x.size(-1)
    y = torch.layer_norm(x, [c], None, None, eps)
    if x.is_cuda and x.dtype != 6:
        # The same sum in float32. Batch norm, of mean 0 and deviation 1, is what takes numbers of two types at full speed.
        zero, one = torch.zeros([c], dtype=6, device=x.device), torch.ones([c], dtype=6, device=x.device)
        rows = torch.batch_norm_elemt(y.view([-1, c]), (1.0 + scale).flatten(), shift.flatten(), zero, one, 0.0)
        return rows.view(x.size())
    return torch.addcmul(shift, y, 1.0 + scale, out=y)

def gate(self, x: Tensor, y: Tensor, gate: Tensor) -> Tensor:
    return torch.addcmul(x, y, gate, out=torch.empty_like(x))

def gate_into(self, x: Tensor, y: Tensor, gate: Tensor, into: Tensor) -> None:
    torch.addcmul(x, y, gate, out=into)

def modulate32(self, x: Tensor, shift: Tensor, scale: Tensor, eps: float) -> Tensor:
    y = torch.layer_norm(x, [x.size(-1)], None, None, eps)
    return torch.addcmul(shift, y, 1.0 + scale)

def rope_axis(self, like: Tensor, n: int, width: int) -> Tensor:
    frequency = 1.0 / torch.pow(10000.0, torch.arange(0, width, 2, dtype=7, device=like.device) / width)
    return torch.outer(torch.arange(n, dtype=7, device=like.device), frequency)

def rope_grid(self, like: Tensor, frames: int, rows: int, columns: int, width: int) -> Tensor:
    third = 2 * (width // 6)
    f = self.rope_axis(like, frames, width - 2 * third).reshape([frames, 1, 1, -1]).expand([-1, rows, columns, -1])
    r = self.rope_axis(like, rows, third).reshape([1, rows, 1, -1]).expand([frames, -1, columns, -1])
    c = self.rope_axis(like, columns, third).reshape([1, 1, columns, -1]).expand([frames, rows, -1, -1])
    angle = torch.cat([f, r, c], -1).flatten(0, 2)
    return torch.stack([torch.cos(angle), torch.sin(angle)], -1).to(6)

def rope_line(self, position: Tensor, width: int) -> Tensor:
    frequency = 1.0 / torch.pow(10000.0, torch.arange(0, width, 2, dtype=6, device=position.device) / width)
    angle = torch.outer(position.to(6), frequency)
    return torch.stack([torch.cos(angle), torch.sin(angle)], -1)

def rotate(self, x: Tensor, rope: Tensor, heads: int) -> Tensor:
    y = torch.view_as_complex(x.to(6, False, True).unflatten(-1, [heads, -1, 2]).contiguous())
    y = y.mul_(torch.view_as_complex(rope).unsqueeze(1))
    return torch.view_as_real(y).flatten(-3).to(x.dtype)

def speaker_map(self, q: Tensor, k: Tensor, masks: Tensor, heads: int) -> Tensor:
    n = masks.size(0)
    width = q.size(-1) // heads
    classes = torch.constant_pad_nd(masks.to(q.dtype).transpose(0, 1), [0, width - n], 0.0).expand([1, heads, -1, -1])
    share = torch.scaled_dot_product_attention(
        q.unflatten(-1, [heads, -1]).transpose(1, 2), k.unflatten(-1, [heads, -1]).transpose(1, 2), classes)
    area = masks.to(6).sum([1]).clamp_min(1.0).unsqueeze(1)
    return (share[0, :, :, :n].to(6).mean([0]).transpose(0, 1) / area).to(q.dtype)

def speaker_positions(self, map: Tensor, span: float, spacing: float, background: float) -> Tensor:
    low = map.amin([1], True)
    position = (map - low) / (map.amax([1], True) - low + 1e-8) * span
    speaker = map.argmax(0)
    positions = torch.full_like(map[0], background)
    for i in range(map.size(0) - 1):
        positions = torch.where(speaker == i, position[i] + i * spacing, positions)
    return positions

def gather_windows(self, audio: Tensor, per_latent: int) -> Tuple[Tensor, Tensor]:
    middle = audio.size(2) // 2
    groups = audio[:, 1:].unflatten(1, [-1, per_latent])
    first = groups[:, :, :1, :middle + 1].flatten(2, 3)
    between = groups[:, :, 1:-1, middle:middle + 1].flatten(2, 3)
    last = groups[:, :, -1:, middle:].flatten(2, 3)
    return audio[:, :1].flatten(2), torch.cat([first, between, last], 2).flatten(2)

def relu(self, x: Tensor) -> Tensor:
    return torch.relu(x)

def change(self, before: Tensor, after: Tensor) -> float:
    return float((after - before).abs().mean() / before.abs().mean())
