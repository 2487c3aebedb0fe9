//! One sentence with everything that was found in it.

use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::entry::{self, Places};
use crate::document::{Document, Entry, Scope, Sentence};
use crate::entity::{Cast, EntityKind, MemberId, NameMention, description_at, introductions, names_in};
use crate::language::{Language, Tables, TimeUnit, TokenKind, Tokens, fold, singular};
use crate::source::Span;
use crate::value::{Duration, Grain, Mention, Value, ValueKind, read, role_at};

/// How a reference names its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By a name.
    Name,
    /// By a description ("l'entreprise").
    Description,
    /// By a pronoun or a possessive.
    Pronoun,
}

/// Words of a sentence that stand for an entity.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) tokens: Range<usize>,
    pub(super) member: MemberId,
    pub(super) form: Form,
}

/// A title where it stands.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) tokens: Range<usize>,
    pub(super) name: String,
}

/// One sentence, read.
#[derive(Debug)]
pub(super) struct Reading<'d> {
    pub(super) sentence: &'d Sentence,
    pub(super) index: usize,
    pub(super) language: Language,
    pub(super) tokens: Tokens<'d>,
    pub(super) values: Vec<Mention>,
    pub(super) names: Vec<NameMention>,
    pub(super) references: Vec<Reference>,
    pub(super) titles: Vec<Title>,
    /// The stem of each token, once somebody has asked for it.
    stems: Vec<OnceCell<String>>,
    /// What is what, where the sentence is a key with its value.
    pub(super) places: Option<Places>,
    /// Whom an item speaks of from its first word on.
    pub(super) lead: Option<MemberId>,
    /// All words folded, with single spaces: what patterns' words are looked up in.
    pub(super) folded: String,
}

impl Reading<'_> {
    /// The stored bytes of a range of the sentence.
    pub(super) fn span(&self, document: &Document, range: Range<usize>) -> Span {
        let start = self.sentence.range.start;
        document.span(start + range.start..start + range.end)
    }

    /// The stored bytes of a range of tokens.
    pub(super) fn token_span(&self, document: &Document, tokens: Range<usize>) -> Span {
        self.span(document, self.byte_range(tokens))
    }

    /// The bytes of the sentence that a range of tokens covers.
    pub(super) fn byte_range(&self, tokens: Range<usize>) -> Range<usize> {
        self.tokens.range(tokens.start).start..self.tokens.range(tokens.end.saturating_sub(1)).end
    }

    /// The stem of a token.
    pub(super) fn stem(&self, at: usize) -> &str {
        match self.stems.get(at) {
            Some(stem) => stem.get_or_init(|| self.language.stem(self.tokens.text(at))),
            None => "",
        }
    }

    /// The bounds of the clause around a range of tokens: up to the nearest comma or stronger sign.
    pub(super) fn clause(&self, around: Range<usize>) -> Range<usize> {
        let breaks = |i: usize| {
            matches!(
                self.tokens.text(i),
                "," | ";" | ":" | "(" | ")" | "—" | "–" | "«" | "»" | "\""
            ) && !self.in_value(i)
        };
        let start = (0..around.start).rev().find(|i| breaks(*i)).map_or(0, |i| i + 1);
        let end = (around.end..self.tokens.len())
            .find(|i| breaks(*i))
            .unwrap_or(self.tokens.len());
        start..end
    }

    /// Whether a token belongs to a value.
    pub(super) fn in_value(&self, at: usize) -> bool {
        self.values.iter().any(|value| value.tokens.contains(&at))
    }
}

/// Reads every sentence and gathers the document's cast.
pub(super) fn read_sentences(document: &Document, reference: Option<Date>) -> (Vec<Reading<'_>>, Cast) {
    let tables = document.language.tables();
    let mut readings = Vec::with_capacity(document.sentences.len());
    let mut pairs = Vec::new();
    for (index, sentence) in document.sentences.iter().enumerate() {
        let tokens = Tokens::new(document.sentence_text(sentence));
        // "Yesterday", in a section that is a day's, is the day before it.
        let day = sentence
            .time
            .filter(|time| time.grain == Grain::Day)
            .map(|time| time.start);
        let mut values = read(&tokens, document.language, day.or(reference));
        // Articles tell shares as percentages or as fractions, rules know percentages.
        for mention in &mut values {
            if let Some(percentage) = mention.value.told_as(ValueKind::Percent) {
                mention.value = percentage;
            }
        }
        counted_by_name(&tokens, &mut values, tables);
        let ranges: Vec<Range<usize>> = values
            .iter()
            .filter(|value| value.value.kind() != ValueKind::Number)
            .map(|value| value.tokens.clone())
            .collect();
        let mut names = names_in(&tokens, &ranges, tables);
        let places = sentence.entry.as_ref().map(|entry| places(entry, sentence, &tokens));
        if let (Some(places), Some(entry)) = (&places, &sentence.entry) {
            // What a key or a heading holds begins no sentence: its capital is a name's.
            let ends = |at: usize| at >= places.value.end || matches!(tokens.text(at), "(" | "," | ";" | ".");
            let alone = |name: &NameMention| name.tokens.start == places.value.start && ends(name.tokens.end);
            for name in names.iter_mut().filter(|name| alone(name)) {
                name.doubtful = false;
            }
            // "Voltane (Sunderland): …" speaks of somebody, "Altitude: …" of something.
            let placed = |name: &NameMention| {
                places.row.is_empty()
                    && name.tokens.start == places.key.start
                    && tokens.text(name.tokens.end) == "("
                    && tokens.is_capitalised(name.tokens.end + 1)
            };
            for name in names.iter_mut().filter(|name| placed(name)) {
                name.doubtful = false;
            }
            if let Some(kind) = kind_of_rows(entry, tables) {
                name_whole(&mut names, &tokens, places.row.clone(), kind);
            }
        }
        if document.name.as_ref() == Some(&sentence.range) {
            name_whole(&mut names, &tokens, 0..tokens.len(), EntityKind::Unknown);
        }
        // "Galion 3": the number belongs to the name.
        values.retain(|value| {
            !names
                .iter()
                .any(|name| name.tokens.start < value.tokens.start && value.tokens.end <= name.tokens.end)
        });
        let values = ages_beside_names(&tokens, values, &names, tables);
        pairs.extend(introductions(&tokens, &names));
        let titles = titles_in(&tokens, &ranges, tables);
        readings.push(Reading {
            stems: vec![OnceCell::new(); tokens.len()],
            places,
            lead: None,
            folded: fold(document.sentence_text(sentence)),
            sentence,
            index,
            language: document.language,
            tokens,
            values,
            names,
            references: Vec::new(),
            titles,
        });
    }
    let named: Vec<Vec<NameMention>> = readings.iter().map(|reading| reading.names.clone()).collect();
    let cast = Cast::gather(&named, &pairs, document.path.file_name(), tables);
    (readings, cast)
}

/// The tokens of an entry's parts.
fn places(entry: &Entry, sentence: &Sentence, tokens: &Tokens<'_>) -> Places {
    let within = |range: &Range<usize>| {
        let (from, to) = (range.start - sentence.range.start, range.end - sentence.range.start);
        let start = (0..tokens.len())
            .find(|at| tokens.range(*at).start >= from)
            .unwrap_or(tokens.len());
        let end = (start..tokens.len())
            .find(|at| tokens.range(*at).start >= to)
            .unwrap_or(tokens.len());
        start..end.max(start)
    };
    Places {
        row: within(&entry.row),
        key: within(&entry.key),
        value: within(&entry.value),
    }
}

/// What the rows of a table are, where the heading above their labels tells: "Company", "Nom".
fn kind_of_rows(entry: &Entry, tables: &Tables) -> Option<EntityKind> {
    if entry.row.is_empty() {
        return None;
    }
    if entry.is_named {
        return Some(EntityKind::Unknown);
    }
    let label = Tokens::new(&entry.label);
    (0..label.len()).find_map(|at| {
        let word = label.folded(at);
        let noun = singular(word);
        let described = tables.descriptions.get(word).or_else(|| tables.descriptions.get(&noun));
        match described {
            Some(found) => EntityKind::from_name(found.kind),
            None => {
                (tables.keys.names.contains(word) || tables.keys.names.contains(&noun)).then_some(EntityKind::Unknown)
            }
        }
    })
}

/// Makes one name of a range of tokens, up to a parenthesis.
fn name_whole(names: &mut Vec<NameMention>, tokens: &Tokens<'_>, range: Range<usize>, kind: EntityKind) {
    let end = range.clone().find(|at| tokens.text(*at) == "(").unwrap_or(range.end);
    let range = range.start..end;
    if range.is_empty() || !range.clone().any(|at| tokens.is(at, TokenKind::Word)) {
        return;
    }
    let known = names.iter().find(|name| name.tokens == range).map(|name| name.kind);
    names.retain(|name| name.tokens.end <= range.start || range.end <= name.tokens.start);
    let bytes = tokens.range(range.start).start..tokens.range(range.end - 1).end;
    let words: Vec<&str> = tokens.source()[bytes].split_whitespace().collect();
    names.push(NameMention {
        tokens: range,
        name: words.join(" "),
        kind: if kind == EntityKind::Unknown {
            known.unwrap_or(kind)
        } else {
            kind
        },
        doubtful: false,
        with_article: false,
        before_verb: false,
    });
    names.sort_by_key(|name| name.tokens.start);
}

/// How many tokens lie at most between a word and the figure that it names.
const FIGURE_REACH: usize = 6;

/// "a workforce of 1,700", "Effectif : 340": a bare number behind a word whose figure counts
/// something.
fn counted_by_name(tokens: &Tokens<'_>, values: &mut [Mention], tables: &Tables) {
    for index in 0..values.len() {
        let Value::Number(amount) = values[index].value else {
            continue;
        };
        let start = values[index].tokens.start;
        let earliest = start.saturating_sub(FIGURE_REACH);
        let free = index.checked_sub(1).map_or(0, |before| values[before].tokens.end);
        let named = (earliest.max(free)..start)
            .rev()
            .take_while(|at| !matches!(tokens.text(*at), "," | ";" | "(" | ")"))
            .find_map(|at| tables.counted_by.before(tokens, at + 1));
        if let Some((noun, _)) = named {
            values[index].value = Value::Count(amount, vec![noun.clone()]);
        }
    }
}

/// "Odile Marchetti, 52 ans," and "Hester Lowe, 44,": a number of years right behind a name is an age.
fn ages_beside_names(
    tokens: &Tokens<'_>,
    values: Vec<Mention>,
    names: &[NameMention],
    tables: &Tables,
) -> Vec<Mention> {
    values
        .into_iter()
        .map(|mention| {
            let (start, end) = (mention.tokens.start, mention.tokens.end);
            let behind_name = start > 0
                && tokens.text(start - 1) == ","
                && names.iter().any(|name| {
                    name.tokens.end + 1 == start && matches!(name.kind, EntityKind::Person | EntityKind::Unknown)
                });
            let closed = end == tokens.len() || matches!(tokens.text(end), "," | "." | ";" | ")" | "(");
            // "aged 71": the word says it, unless it is a preposition of many uses ("à", "at").
            let worded = start > 0
                && tables.durations.age_before.before(tokens, start).is_some()
                && !tables.names.place_prepositions.contains(tokens.folded(start - 1))
                && !tables.pronouns.possessives.contains(tokens.folded(start - 1));
            if !(behind_name || worded) || !closed {
                return mention;
            }
            let value = match &mention.value {
                Value::Duration(duration) if duration.unit() == TimeUnit::Year => Some(Value::Age(duration.clone())),
                Value::Number(amount) if amount.nominal < Decimal::from(120) => {
                    Duration::years(*amount).map(Value::Age)
                }
                _ => None,
            };
            Mention {
                value: value.unwrap_or(mention.value),
                ..mention
            }
        })
        .collect()
}

fn titles_in(tokens: &Tokens<'_>, values: &[Range<usize>], tables: &Tables) -> Vec<Title> {
    let mut titles = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let candidate = tokens.is(at, TokenKind::Word) && !values.iter().any(|value| value.contains(&at));
        match candidate.then(|| role_at(tokens, at, tables)).flatten() {
            Some((name, end)) => {
                titles.push(Title { tokens: at..end, name });
                at = end;
            }
            None => at += 1,
        }
    }
    titles
}

/// Finds what the names, descriptions and pronouns of a sentence stand for. The cast knows the
/// subjects of the sentences before.
pub(super) fn resolve(reading: &mut Reading<'_>, cast: &Cast, tables: &Tables) {
    let mut references: Vec<Reference> = reading
        .names
        .iter()
        .filter_map(|name| {
            Some(Reference {
                tokens: with_noun(&reading.tokens, name, tables)..name.tokens.end,
                member: cast.find(&name.name)?,
                form: Form::Name,
            })
        })
        .collect();
    let tokens = &reading.tokens;
    let mut at = 0;
    while at < tokens.len() {
        if references.iter().any(|reference| reference.tokens.contains(&at)) || reading.in_value(at) {
            at += 1;
            continue;
        }
        if let Some((kind, _, end)) = description_at(tokens, at, tables) {
            let named_behind = references
                .iter()
                .any(|reference| reference.form == Form::Name && reference.tokens.start == end);
            let complement = tables
                .pronouns
                .of
                .at(tokens, end)
                .is_some_and(|((), behind)| references.iter().any(|reference| reference.tokens.start == behind));
            if !named_behind
                && !complement
                && let Some(member) = cast.referent(kind)
            {
                references.push(Reference {
                    tokens: at..end,
                    member,
                    form: Form::Description,
                });
            }
            at = end;
            continue;
        }
        if let Some((_, end)) = tables.pronouns.subjects.at(tokens, at) {
            let word = tokens.folded(at);
            let wanted = if tables.pronouns.person.contains(word) {
                EntityKind::Person
            } else if tables.pronouns.thing.contains(word) {
                EntityKind::Organization
            } else {
                EntityKind::Unknown
            };
            // The subject of its own sentence comes first, then those of the sentences before.
            let here = subject_here(&references, at, cast, wanted, tables, tokens);
            if let Some(member) = here.or_else(|| cast.referent(wanted)) {
                references.push(Reference {
                    tokens: at..end,
                    member,
                    form: Form::Pronoun,
                });
            }
            at = end;
            continue;
        }
        if tables.pronouns.possessives.contains(tokens.folded(at)) {
            let wanted = if tables.pronouns.person.contains(tokens.folded(at)) {
                EntityKind::Person
            } else {
                EntityKind::Unknown
            };
            let here = subject_here(&references, at, cast, wanted, tables, tokens);
            if let Some(member) = here.or_else(|| cast.referent(wanted)) {
                references.push(Reference {
                    tokens: at..at + 1,
                    member,
                    form: Form::Pronoun,
                });
            }
        }
        at += 1;
    }
    references.sort_by_key(|reference| reference.tokens.start);
    reading.references = references;
    reading.lead = entry::lead(reading, cast);
}

/// The first reference of the sentence that may be its subject, before token `at`.
fn subject_here(
    references: &[Reference],
    at: usize,
    cast: &Cast,
    wanted: EntityKind,
    tables: &Tables,
    tokens: &Tokens<'_>,
) -> Option<MemberId> {
    references
        .iter()
        .filter(|reference| reference.form != Form::Pronoun && reference.tokens.end <= at)
        .filter(|reference| {
            let kind = cast.get(reference.member).kind;
            let described = reference.form == Form::Description && wanted == EntityKind::Person;
            cast.may_be(reference.member, wanted) && kind != EntityKind::Place && !described
        })
        .filter(|reference| !super::subject::is_complement_in(tokens, reference, tables))
        .min_by_key(|reference| reference.tokens.start)
        .map(|reference| reference.member)
}

/// "le laboratoire X", "the brewer X": the noun and its article belong to the reference.
fn with_noun(tokens: &Tokens<'_>, name: &NameMention, tables: &Tables) -> usize {
    let mut start = name.tokens.start;
    if name.kind == EntityKind::Person || name.kind == EntityKind::Place {
        return start;
    }
    let lower = |at: usize| tokens.is(at, TokenKind::Word) && !tokens.is_capitalised(at);
    if start > 0 && lower(start - 1) && tables.names.demonyms.contains_key(tokens.folded(start - 1)) {
        start -= 1;
    }
    let noun = |at: usize| {
        lower(at)
            && (tables.organization_or_work(tokens.folded(at)) || tables.descriptions.contains_key(tokens.folded(at)))
    };
    if start == 0 || !noun(start - 1) {
        return name.tokens.start;
    }
    start -= 1;
    if start > 0 && tables.pronouns.definite.contains(tokens.folded(start - 1)) {
        start -= 1;
    }
    start
}

/// Whether a sentence stands for its whole section: a heading, an item, a row, a key.
pub(super) fn is_elliptic(scope: Scope) -> bool {
    matches!(
        scope,
        Scope::Heading | Scope::ListItem | Scope::TableRow | Scope::FrontMatter
    )
}
