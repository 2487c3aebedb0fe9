//! What the ledger keeps of one version of an article, and under which keys it is found again.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::packed::{Packed, Reader, Writer, unpack};
use crate::claim::Claim;
use crate::entity::{EntityKind, Member, Shelf, name_key, notes, words_of};
use crate::source::{BlobId, RepoPath};

/// One version of an article, as far as other articles need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it stands.
    pub path: RepoPath,
    /// Its blob.
    pub blob: BlobId,
    /// What became of it.
    pub content: Content,
}

/// What became of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// It was read.
    Article(Statements),
    /// It could not be read, for this reason.
    Unreadable(String),
    /// It is in another language, by its ISO 639 code.
    OtherLanguage(String),
}

/// What an article states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statements {
    /// Its claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// The entities that it names.
    pub members: Vec<Member>,
    /// The day that it says it was written on.
    pub written: Option<Date>,
    /// Why its first part that could not be read was not.
    pub skipped: Option<String>,
    /// Whether it holds comments that silence findings.
    pub has_directives: bool,
    /// Whether something is to be said of it alone.
    pub has_diagnostics: bool,
}

/// What many records come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Articles, read or not.
    pub articles: i64,
    /// Those that establish something.
    pub establishing: i64,
    /// Claims that they establish.
    pub facts: i64,
    /// Articles in a language that is not read.
    pub other_language: i64,
}

impl Totals {
    /// What a record adds.
    pub fn of(record: &Record, establishes: bool) -> Self {
        let claims = match &record.content {
            Content::Article(statements) if establishes => statements.claims.len(),
            _ => 0,
        };
        Self {
            articles: 1,
            establishing: i64::from(claims > 0),
            facts: i64::try_from(claims).unwrap_or(i64::MAX),
            other_language: i64::from(matches!(record.content, Content::OtherLanguage(_))),
        }
    }

    /// The totals with another's added so many times.
    pub fn plus(self, other: Totals, times: i64) -> Self {
        Self {
            articles: self.articles + times * other.articles,
            establishing: self.establishing + times * other.establishing,
            facts: self.facts + times * other.facts,
            other_language: self.other_language + times * other.other_language,
        }
    }
}

impl Packed for Totals {
    fn put(&self, to: &mut Writer) {
        for number in [self.articles, self.establishing, self.facts, self.other_language] {
            number.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            articles: Packed::take(from)?,
            establishing: Packed::take(from)?,
            facts: Packed::take(from)?,
            other_language: Packed::take(from)?,
        })
    }
}

/// A key of the index, with the shelf that it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'k> {
    /// What documents of a collection tell of a name.
    Name(Shelf, Option<&'k str>, &'k str),
    /// Which documents of a collection state an attribute of a name, by its key.
    Stated(Option<&'k str>, &'k str, &'k str),
    /// The names of a collection that hold two words.
    Words(Option<&'k str>, &'k str),
    /// Which document stands at a path.
    Standing(&'k RepoPath),
    /// Which documents are known to have stood at a path, with the names of their contents.
    Versions(&'k RepoPath),
    /// Articles that could not be read, with the reasons.
    Unreadable,
    /// Articles of which a part could not be read, with the reasons.
    Skipped,
}

impl Key<'_> {
    /// The text under which the index files it.
    pub fn text(&self) -> String {
        let of = |collection: &Option<&str>| collection.map_or(String::new(), |name| format!("+{name}"));
        match self {
            Key::Name(shelf, collection, key) => {
                let letter = match shelf {
                    Shelf::Name => 'N',
                    Shelf::Reading => 'R',
                    Shelf::Surname => 'P',
                };
                format!("{letter}{}{BETWEEN}{key}", of(collection))
            }
            Key::Stated(collection, key, attribute) => format!("F{}{BETWEEN}{key}{BETWEEN}{attribute}", of(collection)),
            Key::Words(collection, words) => format!("W{}{BETWEEN}{words}", of(collection)),
            Key::Standing(path) => format!("S{path}"),
            Key::Versions(path) => format!("V{path}"),
            Key::Unreadable => "u".to_owned(),
            Key::Skipped => "k".to_owned(),
        }
    }
}

/// Between the parts of a key or an item.
pub(super) const BETWEEN: char = '\u{1f}';

/// Names a document of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub u32);

impl Number {
    /// The item by which the index names it.
    pub fn text(self) -> String {
        self.0.to_string()
    }

    /// The document that an item names.
    pub fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// Everything that is filed about a document that stands, each key with one item.
pub(super) fn filed(number: Number, record: &Record, collection: Option<&str>) -> Vec<(String, String)> {
    let mut filed = vec![(Key::Standing(&record.path).text(), number.text())];
    let statements = match &record.content {
        Content::Article(statements) => statements,
        Content::Unreadable(reason) => {
            filed.push((Key::Unreadable.text(), format!("{}{BETWEEN}{reason}", record.path)));
            return filed;
        }
        Content::OtherLanguage(_) => return filed,
    };
    if let Some(reason) = &statements.skipped {
        filed.push((Key::Skipped.text(), format!("{}{BETWEEN}{reason}", record.path)));
    }
    for note in notes(&statements.members) {
        filed.push((Key::Name(note.shelf, collection, &note.key).text(), note.item));
    }
    let from = filed.len();
    for claim in &statements.claims {
        let names = std::iter::once(&claim.subject.name).chain(&claim.others);
        for name in names {
            let key = Key::Stated(collection, &name_key(name), &claim.attribute).text();
            filed.push((key, number.text()));
        }
        if claim.subject.kind != EntityKind::Person {
            filed.extend(words(&claim.subject.name, collection));
        }
    }
    // Each once, however often it is stated.
    if let Some(stated) = filed.get_mut(from..) {
        stated.sort();
    }
    let mut kept = filed.split_off(from);
    kept.dedup();
    filed.extend(kept);
    filed
}

/// What is filed about a version of an article for as long as it is kept, whether it stands or not.
pub(super) fn version(number: Number, record: &Record) -> (String, String) {
    let item = format!("{}{BETWEEN}{}", beginning(&record.blob), number.text());
    (Key::Versions(&record.path).text(), item)
}

/// Enough of a blob's name to tell the versions of one article; the record has all of it.
fn beginning(blob: &BlobId) -> &str {
    blob.as_str().get(..12).unwrap_or(blob.as_str())
}

/// The document that an item of [`Key::Versions`] names, where it may be that of a blob.
pub(super) fn of_version(item: &str, blob: &BlobId) -> Option<Number> {
    let (known, number) = item.split_once(BETWEEN)?;
    (known == beginning(blob)).then(|| Number::from_text(number))?
}

/// Under which pairs of words a name is filed, so that longer and shorter ones find it.
fn words(name: &str, collection: Option<&str>) -> Vec<(String, String)> {
    let pairs = pairs(&words_of(name));
    let file = |pair: String| (Key::Words(collection, &pair).text(), name.to_owned());
    pairs.into_iter().map(file).collect()
}

/// So many words of a name are looked at, in alphabetical order.
const MOST_WORDS: usize = 8;

/// The pairs of a name's words, each and all in alphabetical order.
pub(super) fn pairs(words: &BTreeSet<String>) -> Vec<String> {
    let words: Vec<&String> = words.iter().take(MOST_WORDS).collect();
    let with = |at: usize| words[at + 1..].iter().map(move |other| (at, *other));
    (0..words.len())
        .flat_map(with)
        .map(|(at, other)| format!("{} {other}", words[at]))
        .collect()
}

impl Packed for RepoPath {
    fn put(&self, to: &mut Writer) {
        self.as_str().to_owned().put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        String::take(from).map(RepoPath::new)
    }
}

/// The bytes that the digits stand for.
impl Packed for BlobId {
    fn put(&self, to: &mut Writer) {
        let digit = |at: usize| {
            self.as_str()
                .get(at..at + 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        };
        let bytes: Vec<u8> = (0..self.as_str().len()).step_by(2).filter_map(digit).collect();
        bytes.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let bytes = Vec::<u8>::take(from)?;
        Some(BlobId::new(
            bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        ))
    }
}

impl Packed for Content {
    fn put(&self, to: &mut Writer) {
        match self {
            Content::Article(statements) => {
                0u8.put(to);
                statements.put(to);
            }
            Content::Unreadable(reason) => {
                1u8.put(to);
                reason.put(to);
            }
            Content::OtherLanguage(language) => {
                2u8.put(to);
                language.put(to);
            }
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Content::Article(Packed::take(from)?),
            1 => Content::Unreadable(Packed::take(from)?),
            2 => Content::OtherLanguage(Packed::take(from)?),
            _ => return None,
        })
    }
}

impl Packed for Statements {
    fn put(&self, to: &mut Writer) {
        let Statements {
            claims,
            members,
            written,
            skipped,
            has_directives,
            has_diagnostics,
        } = self;
        claims.put(to);
        members.put(to);
        written.put(to);
        skipped.put(to);
        has_directives.put(to);
        has_diagnostics.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            claims: Packed::take(from)?,
            members: Packed::take(from)?,
            written: Packed::take(from)?,
            skipped: Packed::take(from)?,
            has_directives: Packed::take(from)?,
            has_diagnostics: Packed::take(from)?,
        })
    }
}

impl Record {
    /// Its bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        self.path.put(&mut to);
        self.blob.put(&mut to);
        self.content.put(&mut to);
        to.into_bytes()
    }

    /// The record that the bytes are.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        unpack::<(RepoPath, (BlobId, Content))>(bytes).map(|(path, (blob, content))| Self { path, blob, content })
    }
}
