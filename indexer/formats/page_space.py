"""Between a PDF page's own space and the page as a person looks at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSpace:
    """A page's visible box in points (`left, bottom, right, top`, y upwards) and its clockwise turn when shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    @property
    def width(self) -> float:
        """Points, unturned."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points, unturned."""
        return self.top - self.bottom

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height in points of the page as shown."""
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)

    def to_shown(self, x: float, y: float) -> tuple[float, float]:
        """Fractions from the left and the top of the shown page for a point of the page's own space."""
        across, down = (x - self.left) / self.width, (self.top - y) / self.height
        match self.rotation:
            case 90:
                return 1 - down, across
            case 180:
                return 1 - across, 1 - down
            case 270:
                return down, 1 - across
        return across, down

    def to_own(self, u: float, v: float) -> tuple[float, float]:
        """The inverse of `to_shown`."""
        match self.rotation:
            case 90:
                across, down = v, 1 - u
            case 180:
                across, down = 1 - u, 1 - v
            case 270:
                across, down = 1 - v, u
            case _:
                across, down = u, v
        return self.left + across * self.width, self.top - down * self.height

    def box_to_shown(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """`x0, y0, x1, y1` as fractions of the shown page, cut at its edges."""
        (u0, v0), (u1, v1) = self.to_shown(left, bottom), self.to_shown(right, top)
        inside = [min(1.0, max(0.0, value)) for value in (min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1))]
        return inside[0], inside[1], inside[2], inside[3]
