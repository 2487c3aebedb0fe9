//! Which markup a document is written in.

use super::page::{Layout, Page};
use super::{asciidoc, html, markdown, org, plain, restructured_text, wiki};
use crate::source::RepoPath;

/// A format that documents are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// CommonMark with GitHub's tables, footnotes and alerts.
    Markdown,
    /// Markdown with JSX components.
    Mdx,
    /// Words and nothing else.
    Plain,
    /// reStructuredText.
    ReStructuredText,
    /// AsciiDoc.
    AsciiDoc,
    /// Org.
    Org,
    /// HTML.
    Html,
    /// MediaWiki.
    Wiki,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 8] = [
        Format::Markdown,
        Format::Mdx,
        Format::Plain,
        Format::ReStructuredText,
        Format::AsciiDoc,
        Format::Org,
        Format::Html,
        Format::Wiki,
    ];

    /// The extensions of its files, in lower case; the first is the usual one.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Format::Markdown => &["md", "markdown", "mdown", "mkd", "qmd", "rmd"],
            Format::Mdx => &["mdx"],
            Format::Plain => &["txt", "text"],
            Format::ReStructuredText => &["rst"],
            Format::AsciiDoc => &["adoc", "asciidoc"],
            Format::Org => &["org"],
            Format::Html => &["html", "htm", "xhtml"],
            Format::Wiki => &["wiki", "mediawiki"],
        }
    }

    /// The format that a path's extension names; plain text for any other.
    pub fn of(path: &RepoPath) -> Self {
        let extension = path.extension();
        Self::ALL
            .into_iter()
            .find(|format| format.extensions().contains(&extension.as_str()))
            .unwrap_or(Format::Plain)
    }

    /// Whether "&eacute;" and "&#8217;" stand for characters.
    pub(super) fn has_entities(self) -> bool {
        matches!(self, Format::Markdown | Format::Mdx | Format::Html | Format::Wiki)
    }

    /// Whether keys may stand between fences at the top.
    pub(super) fn has_front_matter(self) -> bool {
        !matches!(self, Format::Org | Format::Wiki)
    }

    /// The blocks of a text, from byte `start` on.
    pub(super) fn layout(self, text: &str, start: usize) -> Layout {
        let mut page = Page::default();
        match self {
            Format::Markdown => markdown::read(&mut page, text, start, markdown::Dialect::Plain),
            Format::Mdx => markdown::read(&mut page, text, start, markdown::Dialect::Jsx),
            Format::Plain => plain::read(&mut page, text, start),
            Format::ReStructuredText => restructured_text::read(&mut page, text, start),
            Format::AsciiDoc => asciidoc::read(&mut page, text, start),
            Format::Org => org::read(&mut page, text, start),
            Format::Html => html::read(&mut page, text, start..text.len()),
            Format::Wiki => wiki::read(&mut page, text, start),
        }
        page.finish(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_name_formats() {
        let table = [
            ("a/b.MD", Format::Markdown),
            ("a.mdx", Format::Mdx),
            ("a.rst", Format::ReStructuredText),
            ("a.adoc", Format::AsciiDoc),
            ("README", Format::Plain),
            ("a.weird", Format::Plain),
        ];
        for (path, expected) in table {
            assert_eq!(Format::of(&RepoPath::new(path)), expected, "{path}");
        }
    }
}
