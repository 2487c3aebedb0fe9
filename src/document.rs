//! A parsed article: what is prose and what is not, in sentences, with its date and language.
//!
//! Parsing never fails. Offsets here count bytes of the document's [`MappedText`]; code, URLs,
//! markup and comments are blanked out of [`Document::prose`], which keeps the same length, so
//! that one offset serves both.

mod asciidoc;
mod changed;
mod data;
mod dated;
mod directive;
mod footer;
mod format;
mod front_matter;
mod html;
#[cfg(test)]
mod laws;
mod markdown;
mod markup;
mod metadata;
mod org;
mod page;
mod plain;
mod restructured_text;
mod section;
mod sentence;
mod settings;
mod sourced;
mod table;
mod wiki;

use std::ops::Range;

use jiff::civil::Date;

pub use changed::touched_sentences;
pub use directive::{Directive, Until, comment};
pub use format::Format;
pub use front_matter::is_in_front_matter;
pub use settings::{DataColumns, Settings};

use crate::language::{Guess, Language, guess};
use crate::source::{MappedText, RepoPath, SourceId, Span};
use crate::value::Period;
use page::{Block, Layout, Page};
use table::Joined;

/// What kind of text a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Running text.
    Prose,
    /// A title or heading.
    Heading,
    /// An item of a list.
    ListItem,
    /// A row of a table.
    TableRow,
    /// A block quotation: somebody else's words.
    Quotation,
    /// A key and its value at the top of the file.
    FrontMatter,
}

/// One sentence, heading, list item or row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in [`Document::prose`].
    pub range: Range<usize>,
    /// What kind of text it is.
    pub scope: Scope,
    /// Which block (paragraph, item, row) it belongs to.
    pub block: usize,
    /// The index of the heading that it stands under; for a heading, of the one above it.
    pub heading: Option<usize>,
    /// A key with its value, where the sentence is one.
    pub entry: Option<Entry>,
    /// The time that its section is about, where its heading is a date.
    pub time: Option<Period>,
}

/// A value whose place says what it is. Ranges are those of [`Document::prose`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The label of its row; empty behind a key.
    pub row: Range<usize>,
    /// Its key, or the heading of its column.
    pub key: Range<usize>,
    /// The value, with the unit of its column.
    pub value: Range<usize>,
    /// The heading of the column of labels, which tells what its rows are ("Company").
    pub label: String,
    /// Whether the row's label is a name for sure.
    pub is_named: bool,
    /// The attribute that the configuration says it is.
    pub attribute: Option<String>,
}

/// Where a document's date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrigin {
    /// In the front matter.
    FrontMatter,
    /// In the path.
    Path,
    /// In a line at the top.
    DateLine,
    /// In the configuration, for a data file.
    Configured,
    /// Nowhere: it is being written, and the run says on which day.
    Run,
}

/// A parsed article.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which text.
    pub source: SourceId,
    /// Where it stands in the repository.
    pub path: RepoPath,
    /// The text in the one spelling, with the way back to the stored bytes.
    pub text: MappedText,
    /// The text with everything that is not prose blanked out; behind it, the cells of tables as
    /// sentences.
    pub prose: String,
    /// The language it is read in.
    pub language: Language,
    /// The day it was written on, and where that is said.
    pub date: Option<(Date, DateOrigin)>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Its suppression directives, in order.
    pub directives: Vec<Directive>,
    /// The name that its metadata give to what it is about.
    pub name: Option<Range<usize>>,
    /// What could not be read in it, and why.
    pub skipped: Vec<(Span, String)>,
    joined: Joined,
}

/// What became of a text.
#[derive(Debug, Clone)]
pub enum Parsed {
    /// An article in a language that is read.
    Article(Box<Document>),
    /// An article in another language, by its ISO 639 code.
    OtherLanguage(String),
}

impl Document {
    /// The bytes of a range of the prose as stored: for words of a table's cell that stand in
    /// several places, those of the whole row.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.text.span(self.joined.back(&range).unwrap_or(range))
    }

    /// Whether a sentence is a cell of a table, whose words stand in its row too.
    pub fn is_cell(&self, sentence: &Sentence) -> bool {
        self.joined.back(&sentence.range).is_some()
    }

    /// The words of a sentence.
    pub fn sentence_text(&self, sentence: &Sentence) -> &str {
        self.prose.get(sentence.range.clone()).unwrap_or_default()
    }
}

/// Reads a text in the format that its path names, as the settings say.
pub fn parse(source: SourceId, path: &RepoPath, original: &str, settings: &Settings) -> Parsed {
    let format = Format::of(path);
    let text = if format.has_entities() && settings.data.is_none() {
        MappedText::with_entities(original)
    } else {
        MappedText::new(original)
    };
    let mut layout = match &settings.data {
        Some(columns) => {
            let mut page = Page::default();
            sourced::read(&mut page, text.as_str(), path, columns);
            page.finish(text.as_str())
        }
        None => written(format, text.as_str()),
    };
    let declared = layout.metadata.language();
    let known = match settings.language.map(Ok).or(declared) {
        Some(Ok(language)) => language,
        Some(Err(tag)) => return Parsed::OtherLanguage(tag),
        None => match guess(&sample(&layout)) {
            Guess::Known(language) => language,
            // Rows of names and figures are in no language.
            Guess::Unknown(_) if settings.data.is_some() => Language::English,
            Guess::Unknown(code) => return Parsed::OtherLanguage(code),
            Guess::Unclear => Language::French,
        },
    };
    footer::cut(&mut layout, known.tables(), settings);
    add_metadata(&mut layout, text.as_str());
    let date = match settings.data.as_ref().and_then(|columns| columns.as_of) {
        Some(day) => Some((day, DateOrigin::Configured)),
        None => dated::date_of(path, &layout, known),
    };
    let mut sentences = sentence::split(&layout, known);
    section::date_sections(&mut sentences, &layout.prose, known);
    let directives = directive::bind(&layout, &sentences, &text);
    let joined = table::join(&mut layout, text.as_str(), &mut sentences);
    let name = layout.metadata.name();
    let skipped = layout
        .skipped
        .into_iter()
        .map(|(range, reason)| (text.span(range), reason))
        .collect();
    Parsed::Article(Box::new(Document {
        source,
        path: path.clone(),
        prose: layout.prose,
        text,
        language: known,
        date,
        sentences,
        directives,
        name,
        skipped,
        joined,
    }))
}

/// The layout of an article, with the keys at its top.
fn written(format: Format, text: &str) -> Layout {
    let front = if format.has_front_matter() {
        front_matter::read(text)
    } else {
        front_matter::FrontMatter::default()
    };
    let mut layout = format.layout(text, front.end);
    let own = std::mem::replace(&mut layout.metadata, front.metadata);
    layout.metadata.append(own);
    layout.skipped.extend(front.skipped);
    layout
}

/// Puts down what the metadata states: the headline as a heading, other keys with their values.
fn add_metadata(layout: &mut Layout, text: &str) {
    let mut blocks = Vec::new();
    let mut put = |layout: &mut Layout, range: Range<usize>, scope: Scope| {
        let words: String = text[range.clone()]
            .chars()
            .map(|c| if c == '"' || c == '_' { ' ' } else { c })
            .collect();
        layout.prose.replace_range(range.clone(), &words);
        blocks.push(Block {
            range,
            scope,
            level: u8::from(scope == Scope::Heading),
            links_only: false,
            aside: None,
        });
    };
    let headlines: Vec<Range<usize>> = layout.metadata.headlines().filter(|range| !range.is_empty()).collect();
    for range in headlines {
        put(layout, range, Scope::Heading);
    }
    let statements: Vec<_> = layout.metadata.statements().collect();
    let mut end = 0;
    for (key, value) in statements {
        let line = if key.start >= end && key.end <= value.start {
            key.start..value.end
        } else {
            value.clone()
        };
        end = end.max(line.end);
        put(layout, line.clone(), Scope::FrontMatter);
        layout.cells.push(page::Cell {
            key,
            value,
            line,
            ..page::Cell::default()
        });
    }
    layout.blocks.extend(blocks);
    layout.blocks.sort_by_key(|block| block.range.start);
}

fn sample(layout: &Layout) -> String {
    let mut sample = String::new();
    for block in &layout.blocks {
        if sample.len() > 4_000 {
            break;
        }
        sample.push_str(&layout.prose[block.range.clone()]);
        sample.push('\n');
    }
    sample
}
