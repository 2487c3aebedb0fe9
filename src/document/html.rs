//! HTML: a whole page, or a piece of it inside another format.

use std::ops::Range;

use html5gum::{DefaultEmitter, Span, StartTag, Token, Tokenizer};

use super::Scope;
use super::data::Scalar;
use super::page::{Aside, Page, Row, trimmed};

/// Elements whose content is no prose.
const SILENT: [&str; 23] = [
    "del", "s", "strike", "script", "style", "template", "noscript", "pre", "code", "kbd", "samp", "var", "svg",
    "math", "textarea", "select", "button", "form", "iframe", "canvas", "object", "audio", "video",
];

/// Elements around an article that lead elsewhere.
const NAVIGATION: [&str; 4] = ["nav", "aside", "footer", "menu"];

/// Elements that hold the article, or a part of it: a header inside them is its own.
const SECTIONS: [&str; 3] = ["article", "main", "section"];

/// Elements within a line of text.
const INLINE: [&str; 29] = [
    "acronym", "tt", "big", "nobr", "output", "a", "abbr", "b", "bdi", "bdo", "cite", "data", "dfn", "em", "font", "i",
    "ins", "label", "mark", "q", "ruby", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// A byline stands among so many first blocks.
const BYLINE: usize = 3;

/// Elements that have no end.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "meta", "link", "source", "col", "wbr"];

/// Puts down the HTML in `text[within]`.
pub(super) fn read(page: &mut Page, text: &str, within: Range<usize>) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        page,
        text,
        silent: Vec::new(),
        quotes: 0,
        items: 0,
        level: 0,
        links: 0,
        unlinked: false,
        title: false,
        sections: 0,
        caption: false,
        asides: Vec::new(),
        tables: Vec::new(),
        term: None,
        in_list: None,
    };
    let placed = |span: Span<usize>| {
        let range = within.start + span.start..(within.start + span.end).min(within.end);
        text.get(range.clone()).is_some().then_some(range)
    };
    for token in Tokenizer::new_with_emitter(&text[within.clone()], emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag, within.start),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => {
                if let Some(range) = placed(words.span) {
                    reader.words(range);
                }
            }
            Token::Comment(comment) => {
                let range = placed(comment.span).map(|range| with_signs(text, range));
                reader.page.comments.extend(range);
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.close();
    while !reader.tables.is_empty() {
        reader.finish_table();
    }
    page.aside = None;
}

/// A comment with its signs, whether or not the tokenizer counts them in.
fn with_signs(text: &str, range: Range<usize>) -> Range<usize> {
    if text[range.clone()].starts_with("<!--") {
        return range;
    }
    let start = text[..range.start].rfind("<!--").unwrap_or(range.start);
    let end = text[range.end..].find("-->").map_or(range.end, |at| range.end + at + 3);
    start..end
}

/// A table that is open.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    /// Whether the row that is open holds only cells that name columns.
    only_headings: bool,
    in_cell: bool,
}

/// What a list of definitions is made of.
#[derive(Debug, Clone, Copy)]
enum Part {
    Term,
    Definition,
}

/// Where the reader stands. Elements that are never closed end with the text.
struct Reader<'p, 't> {
    page: &'p mut Page,
    text: &'t str,
    /// The names of open elements whose content is not read, outermost first.
    silent: Vec<String>,
    quotes: usize,
    items: usize,
    level: u8,
    links: usize,
    unlinked: bool,
    title: bool,
    /// How many elements are open that hold the article.
    sections: usize,
    caption: bool,
    /// Open elements around or below the article, and those of the same name inside them.
    asides: Vec<(String, Aside)>,
    tables: Vec<Table>,
    term: Option<Range<usize>>,
    /// Which part of a list of definitions is open.
    in_list: Option<Part>,
}

impl Reader<'_, '_> {
    fn start(&mut self, tag: &StartTag<usize>, offset: usize) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some(outer) = self.silent.first() {
            if *outer == name && !tag.self_closing {
                self.silent.push(name);
            }
            return;
        }
        let attribute = |wanted: &[u8]| {
            tag.attributes.iter().find_map(|(name, value)| {
                let is_wanted: &[u8] = name;
                (is_wanted == wanted).then(|| (String::from_utf8_lossy(&value.value).into_owned(), value.span))
            })
        };
        let hidden =
            attribute(b"hidden").is_some() || attribute(b"aria-hidden").is_some_and(|(said, _)| said == "true");
        if SILENT.contains(&name.as_str()) || hidden && !VOID.contains(&name.as_str()) {
            self.silent.push(name);
            return;
        }
        let class = attribute(b"class").map(|(class, _)| class).unwrap_or_default();
        let id = attribute(b"id").map(|(id, _)| id).unwrap_or_default();
        let role = attribute(b"role").map(|(role, _)| role).unwrap_or_default();
        if SECTIONS.contains(&name.as_str()) {
            self.sections += 1;
        }
        let banner = name == "header" && self.sections == 0;
        let aside = match self.asides.last() {
            Some((outer, aside)) => (*outer == name).then_some(*aside),
            None if banner || NAVIGATION.contains(&name.as_str()) || role == "navigation" => Some(Aside::Navigation),
            None if is_comments(&class) || is_comments(&id) => Some(Aside::Comments),
            None => None,
        };
        if let Some(aside) = aside {
            self.close();
            self.page.aside = Some(aside);
            self.asides.push((name.clone(), aside));
        }
        match name.as_str() {
            "html" => self.metadata("lang", attribute(b"lang"), offset),
            "meta" => {
                let key = attribute(b"property").or_else(|| attribute(b"name"));
                if let Some((key, _)) = key {
                    self.metadata(&key, attribute(b"content"), offset);
                }
            }
            "title" => self.title = true,
            "caption" => self.caption = true,
            // The day in a byline, above the first paragraphs.
            "time" if self.page.block_count() <= BYLINE => self.metadata("date", attribute(b"datetime"), offset),
            "a" => self.links += 1,
            "blockquote" => {
                self.close();
                self.quotes += 1;
            }
            "li" => {
                self.close();
                self.items = 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close();
                self.level = name.as_bytes()[1] - b'0';
                // The title of a page may stand in its banner.
                self.page.aside = self.page.aside.filter(|_| self.level > 1);
            }
            "table" => {
                self.close();
                self.tables.push(Table::default());
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                    table.rows.push(Row::default());
                    table.only_headings = true;
                }
            }
            "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    if table.rows.is_empty() {
                        table.rows.push(Row::default());
                    }
                    table.in_cell = true;
                    table.only_headings &= name == "th";
                    table
                        .rows
                        .iter_mut()
                        .last()
                        .into_iter()
                        .for_each(|row| row.cells.push(0..0));
                }
            }
            "dt" => {
                self.finish_definition();
                self.term = None;
                self.in_list = Some(Part::Term);
            }
            "dd" => {
                self.finish_definition();
                self.in_list = Some(Part::Definition);
            }
            name if INLINE.contains(&name) => {}
            "br" | "img" | "input" | "link" => {}
            _ => self.close(),
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(outer) = self.silent.first() {
            if outer == name {
                self.silent.pop();
            }
            return;
        }
        match name {
            "title" => self.title = false,
            "caption" => {
                self.close();
                self.caption = false;
            }
            "a" => self.links = self.links.saturating_sub(1),
            "blockquote" => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            "ul" | "ol" | "li" => {
                self.close();
                self.items = 0;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close();
                self.level = 0;
                self.page.aside = self.asides.last().map(|(_, aside)| *aside);
            }
            "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = false;
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            "table" => self.finish_table(),
            "dt" | "dd" | "dl" => self.finish_definition(),
            name if INLINE.contains(&name) => {}
            _ => self.close(),
        }
        if SECTIONS.contains(&name) {
            self.sections = self.sections.saturating_sub(1);
        }
        if self.asides.last().is_some_and(|(open, _)| open == name) {
            self.close();
            self.asides.pop();
            self.page.aside = self.asides.last().map(|(_, aside)| *aside);
        }
    }

    fn words(&mut self, range: Range<usize>) {
        let inside = trimmed(self.text, range.clone());
        if !self.silent.is_empty() || inside.is_empty() {
            return;
        }
        if self.title {
            let title = Scalar {
                text: self.text[inside.clone()].to_owned(),
                range: inside,
            };
            let key = Scalar {
                text: "title".to_owned(),
                range: 0..0,
            };
            self.page.metadata.add(&key, title);
            return;
        }
        if let Some(table) = self.tables.last_mut().filter(|_| !self.caption) {
            if !table.in_cell {
                return;
            }
            if let Some(row) = table.rows.last_mut()
                && let Some(cell) = row.cells.last_mut()
            {
                row.parts.push(inside.clone());
                *cell = if cell.end == 0 { inside } else { cell.start..inside.end };
            }
            return;
        }
        self.unlinked |= self.links == 0;
        let scope = self.scope();
        self.page.words(self.text, range, scope, self.level);
    }

    fn metadata(&mut self, key: &str, value: Option<(String, Span<usize>)>, offset: usize) {
        let Some((value, span)) = value else { return };
        let range = offset + span.start..offset + span.end;
        let range = if self.text.get(range.clone()).is_some() {
            range
        } else {
            0..0
        };
        let key = Scalar {
            text: key.to_owned(),
            range: 0..0,
        };
        self.page.metadata.add(&key, Scalar { text: value, range });
    }

    fn scope(&self) -> Scope {
        if self.quotes > 0 {
            Scope::Quotation
        } else if self.level > 0 {
            Scope::Heading
        } else if self.items > 0 {
            Scope::ListItem
        } else {
            Scope::Prose
        }
    }

    fn close(&mut self) {
        if self.unlinked {
            self.page.close();
        } else {
            self.page.close_links();
        }
        self.unlinked = false;
    }

    /// Ends a term or a definition, whether or not its element was closed.
    fn finish_definition(&mut self) {
        match self.in_list.take() {
            Some(Part::Term) => self.term = self.page.open_range(),
            Some(Part::Definition) => {
                if let (Some(term), Some(value)) = (self.term.clone(), self.page.open_range()) {
                    self.page.key(term, value);
                }
            }
            None => {}
        }
        self.close();
    }

    fn finish_table(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        table.end_row();
        self.page.table(&table.rows);
    }
}

impl Table {
    fn end_row(&mut self) {
        self.in_cell = false;
        let first = self.rows.len() == 1;
        if let Some(row) = self.rows.last_mut() {
            row.is_heading |= self.only_headings && first && row.cells.len() > 1;
        }
    }
}

/// Whether an element's class or id says that readers' comments stand in it.
fn is_comments(names: &str) -> bool {
    names.split_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        [
            "comments",
            "commentaires",
            "comment-list",
            "commentlist",
            "disqus_thread",
        ]
        .contains(&name.as_str())
    })
}
