use lightflow::prelude::*;

/// A size in which pictures are posted.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct SocialFormat {
    /// What it is called in names of files.
    pub name: String,
    /// Pixels a row.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
}

/// The sizes in which a picture is posted, from the highest to the widest.
#[node]
pub fn social_formats() -> Vec<SocialFormat> {
    const FORMATS: [(&str, u32, u32); 8] = [
        ("story", 1080, 1920),
        ("pin", 1000, 1500),
        ("portrait", 1080, 1350),
        ("square", 1080, 1080),
        ("wide", 1920, 1080),
        ("landscape", 1200, 628),
        ("email", 1200, 480),
        ("banner", 1500, 500),
    ];
    let format =
        |(name, width, height): (&str, u32, u32)| SocialFormat { name: name.to_owned(), width, height };
    FORMATS.map(format).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_own_name_and_they_get_wider() {
        let formats = social_formats();
        assert_eq!(formats.len(), 8);
        assert!(formats.is_sorted_by_key(|format| format.width * 1000 / format.height));
        let mut names: Vec<_> = formats.iter().map(|format| &format.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 8);
    }
}
