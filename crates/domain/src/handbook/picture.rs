//! Pictures of a municipality's own texts.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::words::words;

words! {
    /// The format in which a picture is kept and shown.
    PictureForm {
        /// PNG: drawings and pictures of a screen.
        Png = "png",
        /// JPEG: photographs.
        Jpeg = "jpeg",
    }
}

impl PictureForm {
    /// The ending of a name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// What it is called on the web.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// The most characters of a name before its ending.
const MOST_NAME: usize = 40;

/// The name by which a text shows a picture: small letters, digits and dashes, and an ending, so that
/// it stands in an address, a package and a text as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PictureName(String);

impl PictureName {
    /// A name out of what somebody called the picture or its file; nothing when no letter or digit
    /// of it can be used.
    pub fn of(called: &str, form: PictureForm) -> Option<Self> {
        let file = called.rsplit(['/', '\\']).next().unwrap_or(called);
        let stem = match file.rsplit_once('.') {
            Some((stem, ending)) if (2..=5).contains(&ending.len()) => stem,
            _ => file,
        };
        let mut name = String::new();
        for c in stem.to_lowercase().chars() {
            match plain(c) {
                Some(c) => name.push(c),
                None if !name.is_empty() && !name.ends_with('-') => name.push('-'),
                None => {}
            }
        }
        let name: String = name.chars().take(MOST_NAME).collect();
        let name = name.trim_end_matches('-');
        (!name.is_empty()).then(|| Self(format!("{name}.{}", form.ending())))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text names this picture. More is found than is shown: a name in plain words counts.
    pub fn is_in(&self, text: &str) -> bool {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        text.match_indices(self.as_str()).any(|(at, name)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text
                .get(at + name.len()..)
                .and_then(|text| text.chars().next());
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
    }
}

/// The letter as it stands in a name.
const fn plain(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' => Some(c),
        'å' | 'ä' | 'á' | 'à' => Some('a'),
        'ö' | 'ø' | 'ó' => Some('o'),
        'é' | 'è' => Some('e'),
        'ü' => Some('u'),
        'š' => Some('s'),
        'ž' => Some('z'),
        _ => None,
    }
}

impl fmt::Display for PictureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no name of a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no name of a picture")]
pub struct NoPicture(String);

impl FromStr for PictureName {
    type Err = NoPicture;

    fn from_str(text: &str) -> Result<Self, NoPicture> {
        PictureForm::ALL
            .iter()
            .find_map(|form| Self::of(text, *form).filter(|name| name.as_str() == text))
            .ok_or_else(|| NoPicture(text.to_owned()))
    }
}

/// A picture that a municipality has uploaded, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The name by which texts show it.
    pub name: PictureName,
    /// Its format.
    pub form: PictureForm,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How many bytes it has.
    pub size: u64,
    /// The sum of its bytes: another picture has another one, so its address is another.
    pub sum: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_becomes_a_name_that_a_text_can_hold() {
        for (called, name) in [
            ("Kaavio.PNG", "kaavio.png"),
            (
                "C:\\kuvat\\Häiriön vaiheet (2).jpeg",
                "hairion-vaiheet-2.png",
            ),
            ("../../etc/passwd", "passwd.png"),
            ("v. 2026 päätös", "v-2026-paatos.png"),
            ("<script>.png", "script.png"),
        ] {
            assert_eq!(
                PictureName::of(called, PictureForm::Png).unwrap().as_str(),
                name
            );
        }
        for none in ["", "???.png", "..", "日本.png"] {
            assert_eq!(PictureName::of(none, PictureForm::Png), None, "{none}");
        }
        let long = PictureName::of(&"a".repeat(300), PictureForm::Jpeg).unwrap();
        assert_eq!(long.as_str().len(), 44);
        assert_eq!(long.as_str().parse(), Ok(long));
        for bad in [
            "kuva",
            "Kuva.png",
            "kuva.gif",
            "a/kuva.png",
            "kuva.jpeg",
            ".png",
        ] {
            assert!(bad.parse::<PictureName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_text_names_a_picture_by_its_whole_name_only() {
        let name: PictureName = "kaavio.png".parse().unwrap();
        assert!(name.is_in("![Vaiheet](kaavio.png)") && name.is_in("[a]: kaavio.png"));
        assert!(!name.is_in("![Vaiheet](iso-kaavio.png)") && !name.is_in("kaavio.pngx"));
    }
}
