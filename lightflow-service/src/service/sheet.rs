//! The contact sheet of a sweep: its pictures, each with the values that made it.

use lightflow_artifact::sheet::{Cell, Sheet, render};

use super::sweep::plain;
use super::{ServiceError, Swept};

/// Draws the pictures of a sweep as PNG; `None` if no run made one.
///
/// All combinations of two inputs become a table with the values of one in front of the rows and of the other above the
/// columns.
///
/// # Errors
/// When there are more pictures than fit on a sheet.
pub fn sheet(title: &str, swept: &[Swept]) -> Result<Option<Vec<u8>>, ServiceError> {
    if swept.iter().all(|point| point.picture.is_none()) {
        return Ok(None);
    }
    let cells = swept.iter().map(cell).collect();
    let sheet = Sheet { title: Some(title.to_owned()), cells, ..Sheet::default() };
    let drawn = render(&sheet).map_err(|error| {
        ServiceError::refused(format!("the sheet cannot be drawn: {error}"), "sweep over fewer values")
    })?;
    Ok(Some(drawn))
}

fn cell(point: &Swept) -> Cell {
    let cell = match (&point.picture, &point.error) {
        (Some(path), _) => match std::fs::read(path) {
            Ok(picture) => Cell::new(picture),
            Err(error) => Cell::missing(error.to_string()),
        },
        (None, Some(error)) => Cell::missing(error.clone()),
        (None, None) => Cell::missing("it made no picture"),
    };
    point.inputs.iter().fold(cell, |cell, (input, value)| cell.label(input, plain(value)))
}
