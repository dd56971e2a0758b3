def normalise(self, x: Tensor) -> Tensor:
    return x / x.norm()
