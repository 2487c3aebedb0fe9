//! Markdown: blocks and what in them is prose.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::page::{Page, Row};
use super::{Scope, html, wiki};

/// Which Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Without components.
    Plain,
    /// With JSX components, expressions in braces, imports and exports.
    Jsx,
}

/// Puts down a Markdown text, from byte `start` on.
pub(super) fn read(page: &mut Page, text: &str, start: usize, dialect: Dialect) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader {
        page,
        text,
        dialect,
        quotes: Vec::new(),
        quoted: 0,
        items: 0,
        code: false,
        images: 0,
        links: 0,
        unlinked: false,
        struck: 0,
        level: 0,
        rows: None,
        term: None,
        html: None,
        braces: 0,
        is_silent: false,
    };
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        reader.event(event, start + range.start..start + range.end);
    }
    reader.finish_block();
}

/// Where the reader stands. Everything that is open is counted, so that nesting has no end.
struct Reader<'p, 't> {
    page: &'p mut Page,
    text: &'t str,
    dialect: Dialect,
    /// For each block quotation that is open, whether it holds somebody's words; a GitHub alert does not.
    quotes: Vec<bool>,
    /// How many of them do.
    quoted: usize,
    items: usize,
    code: bool,
    images: usize,
    links: usize,
    /// Whether the open block holds words outside of links.
    unlinked: bool,
    struck: usize,
    level: u8,
    rows: Option<Vec<Row>>,
    /// The term that the next definition explains.
    term: Option<Range<usize>>,
    html: Option<Range<usize>>,
    /// How many braces of JSX expressions are open.
    braces: usize,
    /// Whether the open block is an import or export of a JSX module, or an infobox.
    is_silent: bool,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) => self.text(range),
            // "from $30m to C$45m" holds sums of money, and no formula.
            Event::InlineMath(formula)
                if formula.starts_with(|c: char| c.is_ascii_digit()) && formula.contains(' ') =>
            {
                self.text(range);
            }
            Event::Html(_) => match &mut self.html {
                Some(block) => block.end = range.end,
                None => self.comment(range),
            },
            Event::InlineHtml(_) => self.comment(range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.finish_block();
                self.level = *level as u8;
            }
            Tag::Paragraph => {
                self.finish_block();
                self.jsx_comments(range.clone());
                let words = self.text[range.clone()].trim_start();
                let module =
                    self.dialect == Dialect::Jsx && (words.starts_with("import ") || words.starts_with("export "));
                if words.starts_with("{{") && words.contains("\n|") {
                    wiki::template(self.page, &self.text[..range.end], range.end - words.len());
                    self.is_silent = true;
                }
                self.is_silent |= module;
            }
            Tag::FootnoteDefinition(_) | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.finish_block();
            }
            Tag::Item => {
                self.finish_block();
                self.items += 1;
            }
            Tag::BlockQuote(kind) => {
                self.finish_block();
                self.quotes.push(kind.is_none());
                self.quoted += usize::from(kind.is_none());
            }
            Tag::CodeBlock(_) => {
                self.finish_block();
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.finish_block();
                self.html = Some(range.start..range.start);
            }
            Tag::Table(_) => {
                self.finish_block();
                self.rows = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(rows) = &mut self.rows {
                    rows.push(Row {
                        is_heading: *tag == Tag::TableHead,
                        ..Row::default()
                    });
                }
            }
            Tag::TableCell => {
                if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
                    row.cells.push(0..0);
                }
            }
            Tag::Image { .. } => self.images += 1,
            Tag::Link { .. } => self.links += 1,
            Tag::Strikethrough => self.struck += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.finish_block();
                self.level = 0;
            }
            TagEnd::Paragraph => {
                self.finish_block();
                self.is_silent = false;
            }
            TagEnd::FootnoteDefinition => self.finish_block(),
            TagEnd::DefinitionListTitle => {
                self.term = self.page.open_range();
                self.finish_block();
            }
            TagEnd::DefinitionListDefinition => {
                if let (Some(term), Some(value)) = (self.term.clone(), self.page.open_range()) {
                    self.page.key(term, value);
                }
                self.finish_block();
            }
            TagEnd::Item => {
                self.finish_block();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.finish_block();
                self.quoted -= usize::from(self.quotes.pop() == Some(true));
            }
            TagEnd::CodeBlock => self.code = false,
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    html::read(self.page, self.text, range);
                }
            }
            TagEnd::Table => {
                if let Some(rows) = self.rows.take() {
                    self.page.table(&rows);
                }
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            _ => {}
        }
    }

    /// Words, where they are no code, no picture's description and not struck out.
    fn text(&mut self, range: Range<usize>) {
        if self.code || self.images > 0 || self.struck > 0 || self.is_silent {
            return;
        }
        if let Some(rows) = &mut self.rows {
            if let Some(row) = rows.last_mut()
                && let Some(cell) = row.cells.last_mut()
            {
                row.parts.push(range.clone());
                *cell = if cell.end == 0 { range } else { cell.start..range.end };
            }
            return;
        }
        for range in self.outside_braces(range) {
            self.unlinked |= self.links == 0 && !self.text[range.clone()].trim().is_empty();
            self.page.words(self.text, range, self.scope(), self.level);
        }
    }

    /// The parts of a text that are no JSX expression.
    fn outside_braces(&mut self, range: Range<usize>) -> Vec<Range<usize>> {
        if self.dialect == Dialect::Plain {
            return vec![range];
        }
        let mut parts = Vec::new();
        let mut from = range.start;
        for (at, sign) in self.text[range.clone()].char_indices() {
            let at = range.start + at;
            match sign {
                '{' => {
                    if self.braces == 0 {
                        parts.push(from..at);
                    }
                    self.braces += 1;
                }
                '}' if self.braces > 0 => {
                    self.braces -= 1;
                    from = at + 1;
                }
                _ => {}
            }
        }
        if self.braces == 0 {
            parts.push(from..range.end);
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// MDX writes comments as expressions: `{/* … */}`.
    fn jsx_comments(&mut self, range: Range<usize>) {
        if self.dialect == Dialect::Plain {
            return;
        }
        let mut from = range.start;
        while let Some(open) = self.text[from..range.end].find("{/*").map(|at| from + at) {
            let Some(end) = self.text[open..range.end].find("*/}").map(|at| open + at + 3) else {
                return;
            };
            self.page.comments.push(open..end);
            from = end;
        }
    }

    fn comment(&mut self, range: Range<usize>) {
        if self.text[range.clone()].trim_start().starts_with("<!--") {
            self.page.comments.push(range);
        }
    }

    fn scope(&self) -> Scope {
        if self.quoted > 0 {
            Scope::Quotation
        } else if self.level > 0 {
            Scope::Heading
        } else if self.items > 0 {
            Scope::ListItem
        } else {
            Scope::Prose
        }
    }

    fn finish_block(&mut self) {
        if self.unlinked {
            self.page.close();
        } else {
            self.page.close_links();
        }
        self.unlinked = false;
        self.braces = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, dialect: Dialect) -> Vec<(Scope, String)> {
        let mut page = Page::default();
        read(&mut page, text, 0, dialect);
        let layout = page.finish(text);
        assert_eq!(layout.prose.len(), text.len());
        let words = |range: Range<usize>| layout.prose[range].split_whitespace().collect::<Vec<_>>().join(" ");
        layout
            .blocks
            .iter()
            .map(|block| (block.scope, words(block.range.clone())))
            .collect()
    }

    #[test]
    fn code_links_images_and_comments_are_not_prose() {
        let text = "# Title {#top}\n\nThe **firm** `raised 3` see [the site](https://x.y/2025) ![alt 4](p.png) $n=5$.\n\n```\n5 jobs\n```\n\n<!-- note -->\n\n| a | b |\n|---|---|\n| Lyon | 12 |\n\n> quoted\n\n> [!NOTE]\n> Said by us.\n\n~~gone~~\n\n<p align=\"center\">In a <b>block</b>.</p>\n";
        let expected = [
            (Scope::Heading, "Title"),
            (Scope::Prose, "The firm see the site ."),
            (Scope::TableRow, "Lyon | 12"),
            (Scope::Quotation, "quoted"),
            (Scope::Prose, "Said by us."),
            (Scope::Prose, "In a block ."),
        ];
        assert_eq!(
            blocks(text, Dialect::Plain),
            expected.map(|(scope, words)| (scope, words.to_owned()))
        );
    }

    #[test]
    fn components_and_expressions_are_not_prose() {
        let text = "import Card from './card'\nexport const staff = 12\n\n# Orvane\n\n<Card title=\"x\" rows={3}>\n\nThe firm {props.count} opened {`${12}`} late.\n\n</Card>\n";
        let expected = [(Scope::Heading, "Orvane"), (Scope::Prose, "The firm opened late.")];
        assert_eq!(
            blocks(text, Dialect::Jsx),
            expected.map(|(scope, words)| (scope, words.to_owned()))
        );
    }
}
