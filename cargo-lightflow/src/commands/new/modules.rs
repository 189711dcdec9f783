//! Adds a `mod` line to a file, in the order of names.

/// The text with `mod name;` among its other `mod` lines; `None` if it has one already.
pub fn with(text: &str, name: &str, visibility: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mounted: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, mounts(line)?))).collect();
    if mounted.iter().any(|(_, other)| *other == name) {
        return None;
    }
    let new = format!("{visibility}mod {name};");
    let at = match (mounted.iter().find(|(_, other)| *other > name), mounted.last()) {
        (Some((next, _)), _) => above_attributes(&lines, *next),
        (None, Some((last, _))) => last + 1,
        (None, None) => {
            // Below what the file says of itself.
            let head =
                lines.iter().take_while(|line| line.starts_with("//!") || line.starts_with("#![")).count();
            let mut text: Vec<&str> = lines[..head].to_vec();
            if head > 0 {
                text.push("");
            }
            text.push(&new);
            text.extend(&lines[head..]);
            return Some(text.join("\n") + "\n");
        }
    };
    let mut changed = lines;
    changed.insert(at, &new);
    Some(changed.join("\n") + "\n")
}

/// The name in `pub mod name;`.
fn mounts(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let line = line.strip_prefix("pub(crate) ").or_else(|| line.strip_prefix("pub ")).unwrap_or(line);
    let name = line.strip_prefix("mod ")?.strip_suffix(';')?;
    name.chars().all(|letter| letter.is_alphanumeric() || letter == '_').then_some(name)
}

fn above_attributes(lines: &[&str], mut line: usize) -> usize {
    while line > 0 && (lines[line - 1].starts_with("#[") || lines[line - 1].starts_with("///")) {
        line -= 1;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_where_its_name_belongs() {
        let text = "//! Nodes.\n\npub mod blur;\n#[cfg(feature = \"gpu\")]\npub mod matte;\n";
        let with = |name: &str| with(text, name, "pub ").unwrap();
        assert!(with("fit").contains("pub mod blur;\npub mod fit;\n#[cfg"));
        assert!(with("trim").ends_with("pub mod matte;\npub mod trim;\n"));
        assert!(with("add").starts_with("//! Nodes.\n\npub mod add;\npub mod blur;"));
        assert_eq!(super::with(text, "matte", "pub "), None);
    }

    #[test]
    fn a_file_without_modules_gets_its_first() {
        assert_eq!(with("//! Nodes.\n", "fit", "pub ").unwrap(), "//! Nodes.\n\npub mod fit;\n");
        assert_eq!(with("", "fit", "").unwrap(), "mod fit;\n");
    }
}
