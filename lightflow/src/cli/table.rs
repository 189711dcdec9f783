//! Text in columns.

/// Lines of cells, each column as wide as its widest cell but for the last; indented by two spaces.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, full) in row.iter().zip(&widths).filter(|(_, full)| **full > 0) {
            line.push(' ');
            line.push_str(cell);
            line.push_str(&" ".repeat(full - width(cell) + 1));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Characters that are seen: escape sequences of colours are not.
fn width(cell: &str) -> usize {
    let mut count = 0;
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|letter| *letter == 'm');
        } else {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_is_coloured() {
        let rows = [vec!["\u{1b}[1mab\u{1b}[0m".into(), "x".into()], vec!["abcd".into(), String::new()]];
        assert_eq!(columns(&rows), "  \u{1b}[1mab\u{1b}[0m    x\n  abcd\n");
    }
}
