//! Puts edits into files.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;

use super::Edit;

/// What was done to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The file, as the edits name it.
    pub file: String,
    /// Its new text.
    pub text: String,
    /// The groups of edits that went in, by their place in what was given.
    pub groups: Vec<usize>,
}

/// The text with the edits, all or none of each group: a group repairs one mistake. Groups that touch an earlier one
/// are left for the next round.
pub fn apply_to_text(text: &str, groups: &[Vec<Edit>]) -> (String, Vec<usize>) {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut done = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let fits = group.iter().all(|edit| {
            edit.start <= edit.end
                && text.get(edit.start..edit.end).is_some()
                && !taken.iter().any(|other| touch(other, edit))
        });
        if fits && !group.is_empty() {
            taken.extend(group);
            done.push(index);
        }
    }
    taken.sort_by_key(|edit| std::cmp::Reverse((edit.start, edit.end)));
    let mut changed = text.to_owned();
    for edit in taken {
        changed.replace_range(edit.start..edit.end, &edit.replacement);
    }
    (changed, done)
}

fn touch(one: &Edit, other: &Edit) -> bool {
    one.start < other.end && other.start < one.end || one.start == other.start
}

/// Works out what the edits make of the files below `root`; a group stays within one file.
///
/// # Errors
/// If a file cannot be read.
pub fn apply(root: &Path, groups: &[Vec<Edit>]) -> io::Result<Vec<Applied>> {
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        let Some(first) = group.first() else { continue };
        if group.iter().all(|edit| edit.file == first.file) {
            files.entry(&first.file).or_default().push(index);
        }
    }
    let mut all = Vec::new();
    for (file, indices) in files {
        let text = std::fs::read_to_string(root.join(file))?;
        let of_file: Vec<Vec<Edit>> = indices.iter().map(|&index| groups[index].clone()).collect();
        let (text, done) = apply_to_text(&text, &of_file);
        if !done.is_empty() {
            let groups = done.into_iter().map(|index| indices[index]).collect();
            all.push(Applied { file: file.to_owned(), text, groups });
        }
    }
    Ok(all)
}

impl Applied {
    /// Writes the new text beside the file and puts it in its place, so that nobody reads half of it.
    ///
    /// # Errors
    /// If it cannot be written; the file is as it was.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let path = root.join(&self.file).canonicalize()?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(self.text.as_bytes())?;
        beside.as_file().set_permissions(std::fs::metadata(&path)?.permissions())?;
        beside.persist(&path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { file: "a.rs".into(), start, end, replacement: replacement.into() }
    }

    #[test]
    fn edits_go_in_from_the_end() {
        let groups = [vec![edit(0, 1, "one")], vec![edit(4, 5, "three")], vec![edit(2, 2, "and ")]];
        assert_eq!(apply_to_text("1 & 3", &groups), ("one and & three".into(), vec![0, 1, 2]));
    }

    #[test]
    fn a_group_goes_in_whole_or_not_at_all() {
        let groups = [vec![edit(0, 3, "x")], vec![edit(2, 4, "y"), edit(5, 6, "z")], vec![edit(4, 99, "")]];
        assert_eq!(apply_to_text("abcdef", &groups), ("xdef".into(), vec![0]));
    }

    #[test]
    fn a_file_is_replaced_at_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.rs"), "one").unwrap();
        let applied = apply(folder.path(), &[vec![edit(0, 3, "two")]]).unwrap();
        applied[0].write(folder.path()).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("a.rs")).unwrap(), "two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
