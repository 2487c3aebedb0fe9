//! A parsed article: what is prose and what is not, in sentences, with its date and language.
//!
//! Parsing never fails. Offsets here count bytes of the document's [`MappedText`]; code, URLs,
//! markup and comments are blanked out of [`Document::prose`], which keeps the same length, so
//! that one offset serves both.

mod changed;
mod dated;
mod directive;
mod footer;
mod front_matter;
mod markdown;
mod plain;
mod sentence;
mod table;

use std::ops::Range;

use jiff::civil::Date;

pub use changed::touched_sentences;
pub use directive::Directive;

use crate::language::{Guess, Language, guess};
use crate::source::{MappedText, RepoPath, SourceId, Span};
use table::{Cell, Joined};

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
    /// The index of the heading that it stands under.
    pub heading: Option<usize>,
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

/// Reads a text as the format that its path names: Markdown, or plain text.
///
/// `language` overrides the guess, as a front-matter key does.
pub fn parse(source: SourceId, path: &RepoPath, original: &str, language: Option<Language>) -> Parsed {
    let text = MappedText::new(original);
    let is_markdown = matches!(
        path.extension().as_str(),
        "md" | "markdown" | "mdx" | "mdown" | "mkd" | "qmd"
    );
    let front = front_matter::read(text.as_str());
    let body_start = front.as_ref().map_or(0, |front| front.end);
    let mut layout = if is_markdown {
        markdown::layout(text.as_str(), body_start)
    } else {
        plain::layout(text.as_str(), body_start)
    };
    let declared = front.as_ref().and_then(|front| front.language());
    let known = match language.map(Ok).or(declared) {
        Some(Ok(language)) => language,
        Some(Err(tag)) => return Parsed::OtherLanguage(tag),
        None => match guess(&sample(&layout)) {
            Guess::Known(language) => language,
            Guess::Unknown(code) => return Parsed::OtherLanguage(code),
            Guess::Unclear => Language::French,
        },
    };
    footer::cut(&mut layout, known.tables());
    if let Some(front) = &front {
        front.add_to(&mut layout, text.as_str());
    }
    let date = dated::date_of(path, front.as_ref(), &layout, known);
    let mut sentences = sentence::split(&layout, known);
    let directives = directive::bind(&layout, &sentences, &text);
    let joined = table::join(&mut layout, text.as_str(), &mut sentences);
    Parsed::Article(Box::new(Document {
        source,
        path: path.clone(),
        prose: layout.prose,
        text,
        language: known,
        date,
        sentences,
        directives,
        joined,
    }))
}

/// The blocks of a text before it is cut into sentences.
#[derive(Debug, Clone)]
struct Layout {
    /// Same length as the text; blanks where there is no prose.
    prose: String,
    blocks: Vec<Block>,
    /// Comments: where they stand and what they hold.
    comments: Vec<Range<usize>>,
    /// Cells of tables.
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    range: Range<usize>,
    scope: Scope,
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

/// Keeps the given ranges of `text` and replaces every other byte by a space, line ends excepted.
fn blank_except(text: &str, kept: &[Range<usize>]) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut at = 0;
    for range in kept {
        if range.start < at {
            continue;
        }
        push_blank(&mut prose, &text[at..range.start]);
        prose.push_str(&text[range.clone()]);
        at = range.end;
    }
    push_blank(&mut prose, &text[at..]);
    prose
}

fn push_blank(prose: &mut String, text: &str) {
    prose.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}
