def eat(self, bytes: int) -> int:
    return torch.empty([bytes], dtype=0).size(0)
