def position_bias(self, table: Tensor, length: int) -> Tensor:
    half = table.size(0) // 2
    exact = half // 2
    position = torch.arange(length, dtype=4, device=table.device)
    distance = position.unsqueeze(0) - position.unsqueeze(1)
    after = (distance > 0).to(4) * half
    distance = distance.abs()
    # Distances from `exact` to 128 share the other buckets by their logarithm, 2.7725887 = ln(128 / 8).
    far = exact + (torch.log(distance.to(6) / exact) / 2.772588722239781 * (half - exact)).to(4)
    far = torch.minimum(far, torch.full_like(far, half - 1))
    bucket = after + torch.where(distance < exact, distance, far)
    return torch.embedding(table, bucket).permute([2, 0, 1]).unsqueeze(0)

def attention(self, q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    heads = bias.size(1)
    qh = q.unflatten(-1, [heads, -1]).transpose(1, 2)
    kh = k.unflatten(-1, [heads, -1]).transpose(1, 2)
    vh = v.unflatten(-1, [heads, -1]).transpose(1, 2)
    scores = torch.matmul(qh, kh.transpose(-2, -1)) + bias
    weights = torch.softmax(scores.to(6), -1).to(q.dtype)
    return torch.matmul(weights, vh).transpose(1, 2).flatten(2)
