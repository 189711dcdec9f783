//! Cells that are all combinations of two parameters.

use super::{Cell, Sheet};

/// A value of a parameter, which heads a row or column.
pub(super) type Heading = (String, String);

pub(super) struct Grid {
    pub rows: Vec<Heading>,
    pub columns: Vec<Heading>,
    /// The row and column of each cell.
    pub places: Vec<(usize, usize)>,
}

impl Grid {
    /// `None` unless every combination is there once, and there are two values or more of both.
    pub fn of(sheet: &Sheet) -> Option<Self> {
        let first = sheet.cells.first()?;
        let [(first, _), (second, _)] = &first.labels[..] else { return None };
        if first == second {
            return None;
        }
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let mut places = Vec::with_capacity(sheet.cells.len());
        for cell in &sheet.cells {
            let row = index_of(&mut rows, value(cell, 0, first)?);
            let column = index_of(&mut columns, value(cell, 1, second)?);
            places.push((row, column));
        }
        let mut seen = places.clone();
        seen.sort_unstable();
        seen.dedup();
        let whole = seen.len() == places.len() && places.len() == rows.len() * columns.len();
        if !whole || rows.len() < 2 || columns.len() < 2 {
            return None;
        }
        let headings = |name: &str, values: Vec<&str>| {
            values.into_iter().map(|value| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        let grid = Self { rows: headings(first, rows), columns: headings(second, columns), places };
        match sheet.columns.map(|columns| columns as usize) {
            None => Some(grid),
            Some(columns) if columns == grid.columns.len() => Some(grid),
            Some(columns) if columns == grid.rows.len() => Some(grid.turned()),
            Some(_) => None,
        }
    }

    fn turned(self) -> Self {
        let places = self.places.into_iter().map(|(row, column)| (column, row)).collect();
        Self { rows: self.columns, columns: self.rows, places }
    }
}

fn value<'a>(cell: &'a Cell, index: usize, name: &str) -> Option<&'a str> {
    if cell.labels.len() != 2 {
        return None;
    }
    let (found, value) = &cell.labels[index];
    (found == name).then_some(value)
}

fn index_of<'a>(values: &mut Vec<&'a str>, value: &'a str) -> usize {
    values.iter().position(|&known| known == value).unwrap_or_else(|| {
        values.push(value);
        values.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(values: &[(&str, &str)], columns: Option<u32>) -> Sheet {
        let cell = |&(seed, side): &(&str, &str)| Cell::default().label("seed", seed).label("side", side);
        Sheet { cells: values.iter().map(cell).collect(), columns, ..Sheet::default() }
    }

    const SIX: [(&str, &str); 6] = [("1", "a"), ("1", "b"), ("1", "c"), ("2", "a"), ("2", "b"), ("2", "c")];

    fn names(headings: &[Heading]) -> Vec<String> {
        headings.iter().map(|(name, value)| format!("{name} {value}")).collect()
    }

    #[test]
    fn all_combinations_of_two_parameters_are_a_grid() {
        let grid = Grid::of(&sheet(&SIX, None)).unwrap();
        assert_eq!(names(&grid.rows), ["seed 1", "seed 2"]);
        assert_eq!(names(&grid.columns), ["side a", "side b", "side c"]);
        assert_eq!(grid.places[4], (1, 1));
    }

    #[test]
    fn the_order_of_the_cells_is_no_matter() {
        let turned = [("1", "a"), ("2", "a"), ("1", "b"), ("2", "b")];
        assert_eq!(Grid::of(&sheet(&turned, None)).unwrap().places, [(0, 0), (1, 0), (0, 1), (1, 1)]);
    }

    #[test]
    fn a_number_of_columns_turns_it_or_forbids_it() {
        let turned = Grid::of(&sheet(&SIX, Some(2))).unwrap();
        assert_eq!(names(&turned.columns), ["seed 1", "seed 2"]);
        assert_eq!(turned.places[4], (1, 1));
        assert_eq!(turned.places[2], (2, 0));
        assert!(Grid::of(&sheet(&SIX, Some(6))).is_none());
    }

    #[test]
    fn what_is_incomplete_or_twice_is_no_grid() {
        assert!(Grid::of(&sheet(&SIX[..5], None)).is_none());
        assert!(Grid::of(&sheet(&[SIX[0], SIX[0], SIX[3], SIX[3]], None)).is_none());
        assert!(Grid::of(&sheet(&SIX[..3], None)).is_none());
        assert!(Grid::of(&sheet(&[], None)).is_none());
    }
}
