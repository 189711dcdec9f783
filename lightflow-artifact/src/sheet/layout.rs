//! Where everything on a sheet is.

use super::Sheet;
use super::cells::Picture;
use super::grid::{Grid, Heading};
use super::labels::{LabelStyle, Line, MAX_VALUE_LINES};
use super::text::TextStyle;
use crate::{ImageError, MAX_PIXELS};

/// The longest side of a sheet, in pixels: more is nothing that viewers open.
pub const MAX_SIDE: u32 = 16_384;

/// Smaller pictures say nothing.
const MIN_CELL: u32 = 32;
const MAX_CELL: u32 = 4096;
/// Cells with small pictures are at least so wide, in pixels.
const LABEL_ROOM: u32 = 160;

const INK: [u8; 3] = [28, 29, 32];
const MUTED: [u8; 3] = [112, 114, 121];

/// Sizes that follow from the side of a cell, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// The longest that a side of a picture may be.
    pub side: u32,
    /// How wide a cell is.
    pub width: u32,
    pub margin: u32,
    pub gap: u32,
    /// Between a picture and its text.
    pub near: u32,
    pub title: TextStyle,
    pub label: LabelStyle,
}

impl Style {
    fn of(side: u32, width: u32) -> Self {
        let share = |share: f32, least: f32, most: f32| (side as f32 * share).clamp(least, most).round();
        let size = share(0.07, 11.0, 44.0);
        let value = TextStyle { size, color: INK, weight: 0.35 };
        let name = TextStyle { color: MUTED, weight: 0.2, ..value };
        let title = TextStyle { size: (size * 1.55).round(), color: INK, weight: 0.15 };
        Self {
            side,
            width,
            margin: share(0.125, 12.0, 160.0) as u32,
            gap: share(0.085, 6.0, 96.0) as u32,
            near: share(0.03, 3.0, 24.0) as u32,
            title,
            label: LabelStyle { name, value },
        }
    }
}

/// What is decided before a picture is decoded.
pub(super) struct Plan {
    pub style: Style,
    pub columns: usize,
    /// The row and column of each cell.
    pub places: Vec<(usize, usize)>,
    rows: usize,
    titled: bool,
    pub row_headings: Vec<Vec<Line>>,
    pub column_headings: Vec<Vec<Line>>,
    /// Below each cell.
    pub labels: Vec<Vec<Line>>,
}

/// Where it comes to be.
pub(super) struct Placed {
    pub width: u32,
    pub height: u32,
    /// The left edge of each column and the upper of each row, and how high the pictures in each row are.
    pub lefts: Vec<u32>,
    pub tops: Vec<u32>,
    pub heights: Vec<u32>,
}

impl Placed {
    fn is_within_bounds(&self) -> bool {
        let pixels = u64::from(self.width) * u64::from(self.height);
        self.width.max(self.height) <= MAX_SIDE && pixels <= MAX_PIXELS
    }
}

impl Plan {
    /// With the largest cells, up to those that are wished for, that give no sheet beyond the bounds.
    pub fn of(sheet: &Sheet) -> Result<Self, ImageError> {
        let cells = sheet.cells.len();
        if cells == 0 {
            return Err(ImageError::NoCells);
        }
        let grid = Grid::of(sheet);
        let columns = match (&grid, sheet.columns) {
            (Some(grid), _) => grid.columns.len(),
            (None, Some(columns)) => (columns as usize).clamp(1, cells),
            (None, None) => balanced(cells),
        };
        let mut side = sheet.cell_side.clamp(MIN_CELL, MAX_CELL);
        // Without a look at labels: there is no use in laying out those of cells that cannot fit.
        while columns.max(cells.div_ceil(columns)) as u64 * u64::from(side) > u64::from(MAX_SIDE) {
            if side == MIN_CELL {
                return Err(ImageError::SheetTooLarge { cells, columns, side: MAX_SIDE });
            }
            side = (side * 9 / 10).max(MIN_CELL);
        }
        loop {
            let plan = Self::with_side(sheet, grid.as_ref(), columns, side, side);
            let placed = plan.place_heights(&vec![side; plan.rows]);
            if placed.is_within_bounds() {
                return Ok(plan);
            }
            if side == MIN_CELL {
                return Err(ImageError::SheetTooLarge { cells, columns, side: MAX_SIDE });
            }
            side = (side * 9 / 10).max(MIN_CELL);
        }
    }

    /// Cells are no wider than the widest picture, so that small or high ones are not lost between margins. Labels keep some room.
    pub fn tightened(self, sheet: &Sheet, pictures: &[Picture]) -> Self {
        let Style { side, .. } = self.style;
        let sizes = || pictures.iter().filter_map(Picture::size);
        let Some(widest) = sizes().map(|(width, _)| width).max() else { return self };
        let highest = sizes().map(|(_, height)| height).max().unwrap_or(side);
        let room = |length: u32| length.max(LABEL_ROOM).min(side);
        let (longest, width) = (room(widest.max(highest)), room(widest));
        let tight = Self::with_side(sheet, Grid::of(sheet).as_ref(), self.columns, longest, width);
        // Labels may need more lines now.
        if tight.place(pictures).is_within_bounds() { tight } else { self }
    }

    fn with_side(sheet: &Sheet, grid: Option<&Grid>, columns: usize, side: u32, width: u32) -> Self {
        let style = Style::of(side, width);
        let room = width as f32;
        let cells = sheet.cells.len();
        let heading = |heading: &Heading| style.label.block(heading, room, MAX_VALUE_LINES);
        match grid {
            Some(grid) => Self {
                style,
                columns,
                places: grid.places.clone(),
                rows: grid.rows.len(),
                titled: sheet.title.is_some(),
                row_headings: grid.rows.iter().map(heading).collect(),
                column_headings: grid.columns.iter().map(heading).collect(),
                labels: Vec::new(),
            },
            None => Self {
                style,
                columns,
                places: (0..cells).map(|cell| (cell / columns, cell % columns)).collect(),
                rows: cells.div_ceil(columns),
                titled: sheet.title.is_some(),
                row_headings: Vec::new(),
                column_headings: Vec::new(),
                labels: sheet.cells.iter().map(|cell| style.label.lines(&cell.labels, room)).collect(),
            },
        }
    }

    /// A row is as high as the highest of its pictures. One without any is as high as the others.
    pub fn place(&self, pictures: &[Picture]) -> Placed {
        let mut heights = vec![0; self.rows];
        for (picture, (row, _)) in pictures.iter().zip(&self.places) {
            if let Picture::Shown(small) = picture {
                heights[*row] = small.size().1.max(heights[*row]);
            }
        }
        let usual = heights.iter().copied().max().filter(|&height| height > 0);
        let usual = usual.unwrap_or(self.style.side * 3 / 4);
        for height in &mut heights {
            // A place for a reason needs some room.
            *height = if *height == 0 { usual } else { (*height).max(self.style.side / 4) };
        }
        self.place_heights(&heights)
    }

    fn place_heights(&self, heights: &[u32]) -> Placed {
        let Style { width: cell, margin, gap, near, .. } = self.style;
        let line = self.style.label.value.line() as u32;
        let mut top = margin + if self.titled { self.style.title.line() as u32 + gap } else { 0 };
        if let Some(lines) = self.column_headings.iter().map(Vec::len).max() {
            top += lines as u32 * line + near;
        }
        let headings = self.row_headings.iter().flatten().map(|heading| heading.width.ceil() as u32).max();
        let left = margin + headings.map_or(0, |width| width + near * 2);
        let lefts: Vec<u32> = (0..self.columns as u32).map(|column| left + column * (cell + gap)).collect();
        let mut lines = vec![0; self.rows];
        for (labels, (row, _)) in self.labels.iter().zip(&self.places) {
            lines[*row] = lines[*row].max(labels.len() as u32);
        }
        let mut tops = Vec::with_capacity(self.rows);
        for (height, lines) in heights.iter().zip(lines) {
            tops.push(top);
            let text = if lines == 0 { 0 } else { near + lines * line };
            top += height + text + gap;
        }
        let width = left + self.columns as u32 * (cell + gap) - gap + margin;
        Placed { width, height: top - gap + margin, lefts, tops, heights: heights.to_vec() }
    }
}

/// A number of columns that leaves few places empty, on a sheet that is wider than high.
fn balanced(cells: usize) -> usize {
    let root = (cells as f64).sqrt();
    let (least, most) = (root.ceil() as usize, (root * 1.5).ceil() as usize);
    let empty = |columns: &usize| (cells.div_ceil(*columns) * columns - cells) * most + columns;
    (least..=most.min(cells)).min_by_key(empty).unwrap_or(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Cell;

    fn sheet(cells: usize, cell_side: u32) -> Sheet {
        Sheet { cells: vec![Cell::default().label("seed", 1); cells], cell_side, ..Sheet::default() }
    }

    #[test]
    fn few_places_stay_empty() {
        let columns: Vec<_> = (1..=16).map(balanced).collect();
        assert_eq!(columns, [1, 2, 3, 2, 3, 3, 4, 4, 3, 5, 4, 4, 5, 5, 5, 4]);
    }

    #[test]
    fn cells_shrink_until_the_sheet_is_within_its_bounds() {
        for (cells, side) in [(1, 4096), (100, 4096), (2000, 1024), (9000, 256)] {
            let plan = Plan::of(&sheet(cells, side)).unwrap();
            let placed = plan.place_heights(&vec![plan.style.side; plan.rows]);
            assert!(placed.width.max(placed.height) <= MAX_SIDE, "{cells}");
            assert!(u64::from(placed.width) * u64::from(placed.height) <= MAX_PIXELS, "{cells}");
            assert_eq!(plan.style.side == side, cells == 1);
        }
    }

    #[test]
    fn more_cells_than_can_be_seen_are_refused() {
        for (cells, columns) in [(1_000_000, None), (2000, Some(2000)), (2000, Some(1))] {
            let sheet = Sheet { columns, ..sheet(cells, 256) };
            assert!(
                matches!(Plan::of(&sheet), Err(ImageError::SheetTooLarge { .. })),
                "{cells} in {columns:?}"
            );
        }
    }
}
