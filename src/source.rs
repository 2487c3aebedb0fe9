//! Owns the text that was read and says where things stand in it.
//!
//! Everything that factlint reports points at the bytes as they are stored:
//! a [`Span`] is a half-open range of byte offsets on character boundaries of
//! one source, and a [`LineIndex`] turns an offset into a line and columns.

mod mapped;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use mapped::MappedText;

/// The name of the files in which Git's attributes of paths stand.
pub const ATTRIBUTES: &str = ".gitattributes";

/// A path inside the repository: relative, `/` between its parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(String);

impl RepoPath {
    /// Takes a path that already uses `/`, as Git stores it.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// What follows the last dot of the file name, in lower case; empty without one.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
            _ => String::new(),
        }
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The hexadecimal name of a Git object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(String);

impl BlobId {
    /// Takes the hexadecimal form, 40 or 64 digits.
    pub fn new(hex: impl Into<String>) -> Self {
        Self(hex.into())
    }

    /// All digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight digits, as people quote commits.
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A half-open range of bytes of one source, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span; `end` is raised to `start` where it lies before it.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Names one text of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

impl SourceId {
    /// Names the files that are part of the program; no [`Sources`] holds them.
    pub const BUILT_IN: SourceId = SourceId(usize::MAX);
}

/// A span and the source it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Which text.
    pub source: SourceId,
    /// Where in it.
    pub span: Span,
}

/// One text: an article, a configuration or a rule file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it stands in the repository (or what the user called it).
    pub path: RepoPath,
    /// The blob that holds it, where it is read only when it is shown.
    pub blob: Option<BlobId>,
    text: OnceLock<Arc<str>>,
}

impl Source {
    /// The text as stored; empty before it was read.
    pub fn text(&self) -> &str {
        self.text.get().map_or("", |text| text)
    }

    /// Whether the text was read.
    pub fn is_read(&self) -> bool {
        self.text.get().is_some()
    }

    /// Keeps the text, where it was not read before.
    pub fn keep(&self, text: impl Into<Arc<str>>) {
        let _ = self.text.set(text.into());
    }
}

/// All texts of a run.
#[derive(Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a text and returns its name.
    pub fn add(&mut self, path: RepoPath, text: impl Into<Arc<str>>) -> SourceId {
        self.all.push(Source {
            path,
            blob: None,
            text: OnceLock::from(text.into()),
        });
        SourceId(self.all.len() - 1)
    }

    /// Names a text that is read from its blob when it is needed.
    pub fn expect(&mut self, path: RepoPath, blob: BlobId) -> SourceId {
        self.all.push(Source {
            path,
            blob: Some(blob),
            text: OnceLock::new(),
        });
        SourceId(self.all.len() - 1)
    }

    /// The text that `id` names.
    ///
    /// # Panics
    ///
    /// Where `id` comes from another `Sources`.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0]
    }

    /// The bytes of a location, as text; empty where the span does not fit.
    pub fn text(&self, location: Location) -> &str {
        self.get(location.source)
            .text()
            .get(location.span.start..location.span.end)
            .unwrap_or_default()
    }
}

/// A place in a text as people and editors count it. All numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column in characters (Unicode scalar values).
    pub column: usize,
    /// Column in UTF-16 code units, as LSP and some SARIF readers count.
    pub utf16_column: usize,
}

/// Finds lines and columns. Lines end at LF, CRLF or a lone CR.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// Line and columns of a byte offset; an offset inside a character counts as its start.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &text[self.starts[line - 1]..offset];
        Position {
            line,
            column: before.chars().count() + 1,
            utf16_column: before.encode_utf16().count() + 1,
        }
    }

    /// The bytes of the given line (counted from 1), without its line end.
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        let kept = text[start..end].trim_end_matches(['\r', '\n']).len();
        Span::new(start, start + kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "a\r\né𝄞x\rz";
        let index = LineIndex::new(text);
        let x = text.find('x').expect("x is there");
        assert_eq!(
            index.position(text, x),
            Position {
                line: 2,
                column: 3,
                utf16_column: 4
            }
        );
        let z = text.find('z').expect("z is there");
        assert_eq!(index.position(text, z).line, 3);
        assert_eq!(index.line_span(text, 2), Span::new(3, x + 1));
    }

    #[test]
    fn an_offset_inside_a_character_counts_as_its_start() {
        let text = "é";
        assert_eq!(LineIndex::new(text).position(text, 1).column, 1);
    }
}
