//! One sentence with everything that was found in it.

use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::entry::{self, Places};
use super::figure;
use crate::document::{Document, Entry, Scope, Sentence};
use crate::entity::{
    About, Candidate, Cast, Clause, EntityKind, Focus, KnownNames, MemberId, NameMention, Participants, about, clauses,
    introductions, marks, mentions_in, names_in, participants,
};
pub(super) use crate::entity::{Form, Reference};
use crate::language::{Language, Tables, TimeUnit, TokenKind, Tokens, fold, singular};
use crate::source::Span;
use crate::value::{Bound, Currency, Duration, Grain, Mention, Value, ValueKind, read, role_at};

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
    /// The only currency of the document, where it has one.
    pub(super) currency: Option<Currency>,
    /// The day on which the text was written, where that is known.
    pub(super) written: Option<Date>,
    pub(super) tokens: Tokens<'d>,
    pub(super) values: Vec<Mention>,
    pub(super) names: Vec<NameMention>,
    /// What stands for somebody, with or without being known.
    pub(super) mentions: Vec<crate::entity::Mention>,
    /// For each mention, whom it stands for.
    pub(super) members: Vec<Option<MemberId>>,
    /// The mentions whose entity is known.
    pub(super) references: Vec<Reference>,
    pub(super) clauses: Vec<Clause>,
    /// Whom the sentences before have spoken of, the best candidate first.
    pub(super) spoken_of: Vec<Candidate>,
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

    /// Whether a date stands right behind another value of the kind, whose time it then tells:
    /// "104 M€, contre 97 M€ en 2024".
    pub(super) fn belongs_to_another(&self, date: &Range<usize>, value: &Range<usize>) -> bool {
        let Some(kind) = self.value_at(value).map(|mention| mention.value.kind()) else {
            return false;
        };
        self.values.iter().any(|mention| {
            let alike = mention.value.kind() == kind || mention.value.kind() == ValueKind::Number;
            let other = mention.tokens != *value && alike;
            let between = value.end <= mention.tokens.start && mention.tokens.end <= date.start;
            other && between && date.start - mention.tokens.end <= 3
        })
    }

    /// Whether a date stands behind words that compare with it: "par rapport à 2022", "than in 2022".
    pub(super) fn is_base(&self, date: &Range<usize>) -> bool {
        let bases = &self.language.tables().modality.bases;
        bases.before(&self.tokens, date.start).is_some()
    }

    /// Whether a date leads in the clause of a value: "in January 2023, when it dismissed 2,100".
    pub(super) fn leads_in(&self, date: &Range<usize>, value: &Range<usize>) -> bool {
        let moments = &self.language.tables().grammar.moments;
        let Some(clause) = self.clause_at(value.start) else {
            return false;
        };
        let start = clause.tokens.start;
        (date.end..=date.end + 1).contains(&start) && moments.at(&self.tokens, start).is_some()
    }

    /// Whether a date says since when something is so.
    pub(super) fn is_since(&self, mention: &Mention) -> bool {
        let since = &self.language.tables().dates.since;
        let opened = matches!(&mention.value, Value::Date(period) if period.bound == Some(Bound::Since));
        opened || since.before(&self.tokens, mention.tokens.start).is_some()
    }

    /// The value that stands at those tokens.
    pub(super) fn value_at(&self, tokens: &Range<usize>) -> Option<&Mention> {
        self.values.iter().find(|mention| mention.tokens == *tokens)
    }

    /// The clause that holds a token, by grammar.
    pub(super) fn clause_at(&self, at: usize) -> Option<&Clause> {
        clause_at(&self.clauses, at)
    }

    /// Whether a token belongs to the verb of a clause.
    pub(super) fn in_verb(&self, at: usize) -> bool {
        let verbs = self.clauses.iter().filter_map(|clause| clause.verb.as_ref());
        { verbs }.any(|verb| verb.contains(&at))
    }

    /// "founded by": the verb before the preposition behind which the agent stands.
    pub(super) fn without_by(&self, verb: &Range<usize>) -> Option<Range<usize>> {
        let last = verb.end.checked_sub(1)?;
        let by = &self.language.tables().pronouns.by;
        (verb.len() > 1 && by.contains(self.tokens.folded(last))).then_some(verb.start..last)
    }

    /// Whom the clause of these tokens speaks of, by grammar alone.
    pub(super) fn about(&self, anchor: &Range<usize>) -> About {
        let values: Vec<Range<usize>> = self.values.iter().map(|value| value.tokens.clone()).collect();
        let tables = self.language.tables();
        about(anchor, &self.clauses, &self.tokens, &self.mentions, &values, tables)
    }

    /// Who acts, and on what, where a verb stands at these tokens.
    pub(super) fn participants(&self, verb: &Range<usize>) -> Option<Participants> {
        let values: Vec<Range<usize>> = self.values.iter().map(|value| value.tokens.clone()).collect();
        let tables = self.language.tables();
        participants(verb, &self.clauses, &self.tokens, &self.mentions, &values, tables)
    }

    /// Whether a token belongs to a value.
    pub(super) fn in_value(&self, at: usize) -> bool {
        self.values.iter().any(|value| value.tokens.contains(&at))
    }
}

/// Reads every sentence and gathers the document's cast.
pub(super) fn read_sentences<'d>(
    document: &'d Document,
    reference: Option<Date>,
    known: &KnownNames,
) -> (Vec<Reading<'d>>, Cast) {
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
        figure::complete(&tokens, &mut values, tables);
        let ranges: Vec<Range<usize>> = values
            .iter()
            .filter(|value| value.value.kind() != ValueKind::Number)
            .map(|value| value.tokens.clone())
            .collect();
        let mut names = names_in(&tokens, &ranges, known, tables);
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
        pairs.extend(introductions(&tokens, &names, tables));
        let titles = titles_in(&tokens, &ranges, tables);
        readings.push(Reading {
            stems: vec![OnceCell::new(); tokens.len()],
            places,
            lead: None,
            folded: fold(document.sentence_text(sentence)),
            sentence,
            index,
            language: document.language,
            written: reference,
            currency: None,
            tokens,
            values,
            names,
            mentions: Vec::new(),
            members: Vec::new(),
            references: Vec::new(),
            clauses: Vec::new(),
            spoken_of: Vec::new(),
            titles,
        });
    }
    let currency = only_currency(&readings);
    for reading in &mut readings {
        reading.currency = currency;
    }
    let named: Vec<Vec<NameMention>> = readings.iter().map(|reading| reading.names.clone()).collect();
    let cast = Cast::gather(&named, &pairs, document.path.file_name(), known, tables);
    (readings, cast)
}

/// The currency of all sums of a document, where it is one.
fn only_currency(readings: &[Reading<'_>]) -> Option<Currency> {
    let mut currencies = readings
        .iter()
        .flat_map(|reading| &reading.values)
        .filter_map(|mention| match mention.value {
            Value::Money(_, currency) => Some(currency),
            _ => None,
        });
    let first = currencies.next()?;
    currencies.all(|other| other == first).then_some(first)
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
            let being = is_said_to_be(tokens, start, names, tables)
                && (!tokens.is(end, TokenKind::Word)
                    || tables.prepositions.contains(tokens.folded(end))
                    || tables.names.place_prepositions.contains(tokens.folded(end))
                    || tables.grammar.subordinators.at(tokens, end).is_some()
                    || tables.grammar.coordinators.contains(tokens.folded(end)));
            if !((behind_name || worded) && closed || being) {
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

/// "She was 84", "X, who is said to be 71": a bare number that says how old somebody is.
fn is_said_to_be(tokens: &Tokens<'_>, start: usize, names: &[NameMention], tables: &Tables) -> bool {
    let grammar = &tables.grammar;
    if !grammar.bare_numbers_are_ages {
        return false;
    }
    let mut at = start;
    let mut copula = false;
    while at > 0 && start - at < 6 {
        let word = tokens.folded(at - 1);
        copula |= grammar.copulas.contains(word) || grammar.passives.contains(word);
        let passes = grammar.copulas.contains(word)
            || grammar.passives.contains(word)
            || grammar.is_adverb(word)
            || grammar.infinitive_markers.contains(word)
            || tables.modality.hedged.at(tokens, at - 1).is_some()
            || grammar.is_participle(tokens.text(at - 1))
            || grammar.is_auxiliary(tokens.text(at - 1));
        if !passes {
            break;
        }
        at -= 1;
    }
    let Some(before) = at.checked_sub(1) else { return false };
    let word = tokens.folded(before);
    let person = names
        .iter()
        .any(|name| name.tokens.end == at && name.kind == EntityKind::Person)
        || tables.pronouns.person.contains(word)
        || grammar.relative_persons.contains(word);
    copula && person
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

/// Finds what the names, descriptions and pronouns of a sentence stand for, and its clauses.
/// `focus` knows whom the sentences before have spoken of.
pub(super) fn resolve(reading: &mut Reading<'_>, cast: &mut Cast, focus: &mut Focus, tables: &Tables) {
    // What the document tells of an entity holds wherever it is named.
    let names: Vec<(usize, NameMention)> = reading
        .names
        .iter()
        .enumerate()
        .filter_map(|(number, name)| match cast.find(&name.name) {
            Some(member) => {
                let kind = cast.get(member).kind;
                Some((number, NameMention { kind, ..name.clone() }))
            }
            None => cast.is_ambiguous(&name.name).then(|| (number, name.clone())),
        })
        .collect();
    let values: Vec<Range<usize>> = reading.values.iter().map(|value| value.tokens.clone()).collect();
    let mentions = mentions_in(&reading.tokens, &names, &values, tables);
    let clauses = clauses(&reading.tokens, &mentions, &values, tables);
    reading.spoken_of = focus.spoken_of();
    let members = focus.resolve(&reading.tokens, &mentions, &clauses, &reading.names, cast, tables);
    // A key or a row says nothing of whom the next sentence speaks of.
    let by_place = reading.sentence.entry.is_some() || reading.sentence.scope == Scope::TableRow;
    if !by_place {
        focus.note(&mentions, &clauses, &members);
    }
    for (mention, member) in mentions.iter().zip(&members) {
        if let (Some(member), Form::Name) = (member, mention.form) {
            cast.note(*member, mention.is_free, mention.gender);
        }
    }
    for (member, mark) in marks(&reading.tokens, &mentions, &clauses, &members, cast, tables) {
        cast.mark(member, mark);
    }
    reading.references = mentions
        .iter()
        .zip(&members)
        .enumerate()
        .filter_map(|(number, (mention, member))| {
            let member = (*member)?;
            // Patterns spell out the office before a person's name.
            let person = mention.name.filter(|_| cast.get(member).kind == EntityKind::Person);
            let named = person.and_then(|name| reading.names.get(name));
            Some(Reference {
                mention: number,
                tokens: named.map_or_else(|| mention.tokens.clone(), |name| name.tokens.clone()),
                member,
                form: mention.form,
            })
        })
        .collect();
    look_back(&mut reading.values, &reading.tokens, &clauses, reading.written, tables);
    reading.mentions = mentions;
    reading.members = members;
    reading.clauses = clauses;
    reading.lead = entry::lead(reading, cast);
}

fn clause_at(clauses: &[Clause], at: usize) -> Option<&Clause> {
    clauses.iter().find(|clause| clause.tokens.contains(&at))
}

/// "In March it raised …", written in January: what a clause tells as past was last year.
fn look_back(values: &mut [Mention], tokens: &Tokens<'_>, clauses: &[Clause], written: Option<Date>, tables: &Tables) {
    let Some(written) = written else { return };
    for mention in values {
        let Value::Date(period) = &mut mention.value else {
            continue;
        };
        // A date on its own is told by the first verb of the sentence.
        let told_as_past = || {
            let own = clause_at(clauses, mention.tokens.start).and_then(|clause| clause.verb.clone());
            let verb = own.or_else(|| clauses.iter().find_map(|clause| clause.verb.clone()));
            verb.into_iter()
                .flatten()
                .any(|at| tables.grammar.is_past(tokens.text(at)))
        };
        if !period.year_known && period.start > written && period.grain < Grain::Year && told_as_past() {
            *period = period.a_year_earlier().unwrap_or(*period);
        }
    }
}

/// Whether a sentence stands for its whole section: a heading, an item, a row, a key.
pub(super) fn is_elliptic(scope: Scope) -> bool {
    matches!(
        scope,
        Scope::Heading | Scope::ListItem | Scope::TableRow | Scope::FrontMatter
    )
}
