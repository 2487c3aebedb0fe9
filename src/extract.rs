//! From a document to its claims. Cannot fail, whatever the bytes.
//!
//! Every sentence is read once: values, names, titles, triggers. Exact patterns claim first,
//! then frames: a value goes to the nearest trigger that fits, and grammar finds its subject.

mod bearer;
mod beside;
mod entry;
mod figure;
mod frame;
mod mask;
mod modality;
mod moment;
mod office;
mod open;
mod pattern;
mod qualifier;
mod reading;
mod subject;
mod sum;
mod trace;

use std::ops::Range;

use jiff::civil::Date;

pub use trace::{Trace, TraceStep};

use crate::claim::{Certainty, Claim, Evidence, Modality, Qualifier, Qualifiers, Subject};
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Label, Message, Severity, Side, code};
use crate::document::{Document, Scope};
use crate::entity::{Cast, EntityKind, Focus, KnownNames, Member, MemberId};
use crate::language::Tokens;
use crate::rule::RuleSet;
use crate::source::{Location, Span};
use crate::value::{Mention, Value, ValueKind, read};

use reading::{Form, Reading, read_sentences};

/// What a document states.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// Its claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// The entities that it names.
    pub members: Vec<Member>,
    /// Where it names them, in the order of the text.
    pub named: Vec<Named>,
    /// Findings about the document itself.
    pub diagnostics: Vec<Diagnostic>,
}

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The place of its entity among the members.
    pub member: usize,
    /// As written, in the one spelling.
    pub name: String,
    /// Where.
    pub span: Span,
}

/// Reads the claims of a document.
pub fn extract(rules: &RuleSet, document: &Document) -> Extraction {
    extract_traced(rules, document, &mut Trace::off())
}

/// Reads the claims of a document and notes, sentence by sentence, what led to them.
pub fn extract_traced(rules: &RuleSet, document: &Document, trace: &mut Trace) -> Extraction {
    let tables = document.language.tables();
    let reference = document.date.map(|(date, _)| date);
    let (mut readings, mut cast) = read_sentences(document, reference, &rules.known);
    let mut focus = Focus::default();
    let mut claims: Vec<Claim> = Vec::new();
    let mut rejected: Vec<Value> = Vec::new();
    let mut diagnostics = Vec::new();
    for index in 0..readings.len() {
        reading::resolve(&mut readings[index], &mut cast, &mut focus, tables);
        let reading = &readings[index];
        trace.sentence(document, reading, &cast);
        let mut drafts = drafts_of(rules, document, &readings, index, &cast, trace);
        if readings.get(index + 1).is_some_and(modality::refutes) {
            for draft in &mut drafts {
                draft.manner.modality = Modality::Denied;
            }
        }
        // "X is the new head. She succeeds Y.": the handover is told behind.
        if readings.get(index + 1).is_some_and(modality::tells_handover) {
            let held = |draft: &&mut Draft<'_>| matches!(draft.rule.value, ValueKind::Entity | ValueKind::Role);
            for draft in drafts.iter_mut().filter(held) {
                draft.manner.tells_change = true;
            }
        }
        // What was said before is said no more; what is said now corrects it.
        if modality::is_notice(reading) {
            rejected.extend(reading.values.iter().map(|mention| mention.value.clone()));
            drafts.clear();
        }
        for draft in drafts {
            claims.push(claim(document, reading, &cast, draft));
        }
        for mention in &reading.values {
            diagnostics.extend(wrong_weekday(document, reading, mention));
        }
    }
    diagnostics.extend(sum::wrong_sums(document, &readings));
    for claim in &mut claims {
        let alike = rejected.iter().filter(|value| value.kind() == claim.value.kind());
        claim.rejected.extend(alike.cloned());
    }
    claims
        .sort_by(|a, b| (a.evidence, &a.attribute, &a.subject.name).cmp(&(b.evidence, &b.attribute, &b.subject.name)));
    claims.dedup_by(|a, b| a.evidence.value == b.evidence.value && a.same_statement(b));
    Extraction {
        claims,
        named: named(document, &readings, &cast),
        members: cast.members().to_vec(),
        diagnostics,
    }
}

/// Where the entities of a document are named.
fn named(document: &Document, readings: &[Reading<'_>], cast: &Cast) -> Vec<Named> {
    let names = readings
        .iter()
        .flat_map(|reading| reading.names.iter().map(move |name| (reading, name)));
    names
        .filter_map(|(reading, name)| {
            Some(Named {
                member: cast.find(&name.name)?.index(),
                name: name.name.clone(),
                span: reading.token_span(document, name.tokens.clone()),
            })
        })
        .collect()
}

/// A value, and whom it is said of, whatever rule may claim it.
#[derive(Debug, Clone)]
pub struct SaidOf {
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: Value,
    /// Whom it is said of and how surely, where that is told.
    pub subject: Option<(Subject, Certainty)>,
}

/// Whom each value of a document is said of, in the order of the text.
pub fn subjects(known: &KnownNames, document: &Document) -> Vec<SaidOf> {
    let tables = document.language.tables();
    let reference = document.date.map(|(date, _)| date);
    let (mut readings, mut cast) = read_sentences(document, reference, known);
    let mut focus = Focus::default();
    for reading in &mut readings {
        reading::resolve(reading, &mut cast, &mut focus, tables);
    }
    let mut said = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        for mention in &reading.values {
            let subject = subject::of_value(&readings, index, &cast, mention).map(|found| {
                let member = cast.get(found.member);
                let subject = Subject {
                    name: member.name.clone(),
                    kind: member.kind,
                };
                (subject, found.certainty)
            });
            said.push(SaidOf {
                span: reading.span(document, mention.range.clone()),
                value: mention.value.clone(),
                subject,
            });
        }
    }
    said
}

/// The values of a document, paragraph by paragraph, with or without a claim.
pub fn values(document: &Document, reference: Option<Date>) -> Vec<(Span, Value)> {
    let reference = document.date.map(|(date, _)| date).or(reference);
    let mut values = Vec::new();
    let read_once = document
        .sentences
        .partition_point(|sentence| !document.is_cell(sentence));
    for sentences in document.sentences[..read_once].chunk_by(|one, next| one.block == next.block) {
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else {
            continue;
        };
        let start = first.range.start;
        let paragraph = document.prose.get(start..last.range.end).unwrap_or_default();
        let tokens = Tokens::new(paragraph);
        values.extend(read(&tokens, document.language, reference).into_iter().map(|mention| {
            let range = start + mention.range.start..start + mention.range.end;
            (document.span(range), mention.value)
        }));
    }
    values
}

/// A claim before its evidence is turned into spans.
#[derive(Clone)]
pub(crate) struct Draft<'r> {
    rule: &'r crate::rule::Rule,
    /// What is said of the subject: the rule's attribute, but for open claims.
    attribute: String,
    subject: subject::Found,
    value: Value,
    /// Bytes of the sentence that state the value.
    value_range: Range<usize>,
    qualifiers: Qualifiers,
    manner: modality::Manner,
    confidence: Certainty,
}

fn drafts_of<'r>(
    rules: &'r RuleSet,
    document: &Document,
    readings: &[Reading<'_>],
    index: usize,
    cast: &Cast,
    trace: &mut Trace,
) -> Vec<Draft<'r>> {
    let reading = &readings[index];
    if let Some(drafts) = entry::claims(rules, readings, index, cast, trace) {
        return drafts;
    }
    // What a row or a key states is read by place.
    if matches!(reading.sentence.scope, Scope::TableRow | Scope::FrontMatter) && reading.sentence.entry.is_none() {
        return Vec::new();
    }
    let held = entry::holder(rules, reading, cast, trace);
    let matched = pattern::claims(rules, reading, cast, trace);
    // What a pattern states of nobody in particular gives way to what grammar ties to somebody.
    let (supposed, mut drafts): (Vec<Draft<'r>>, Vec<Draft<'r>>) = matched
        .into_iter()
        .partition(|draft| draft.confidence == Certainty::Low);
    let offices = office::claims(rules, reading, cast, &drafts, trace);
    drafts.extend(offices);
    let framed = frame::claims(rules, reading, cast, &drafts, trace);
    drafts.extend(framed);
    for draft in supposed {
        let taken = |other: &Draft<'_>| frame::is_claimed(other, draft.rule, &draft.value_range);
        if !drafts.iter().any(taken) {
            drafts.push(draft);
        }
    }
    drafts.extend(held);
    // What the user's rules have claimed is theirs.
    let own: Vec<Range<usize>> = drafts
        .iter()
        .filter(|draft| draft.rule.is_own)
        .map(|draft| draft.value_range.clone())
        .collect();
    drafts.retain(|draft| draft.rule.is_own || !own.iter().any(|range| overlap(range, &draft.value_range)));
    let open = open::claims(rules, readings, index, cast, &drafts, trace);
    drafts.extend(open);
    figure::put_aside(reading, &mut drafts);
    beside::extend(reading, cast, &mut drafts);
    if document.is_cell(reading.sentence) {
        // Rules that know their headings have been asked.
        drafts.retain(|draft| draft.rule.headings.is_empty());
    }
    drafts
}

/// Whether two ranges share anything.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn claim(document: &Document, reading: &Reading<'_>, cast: &Cast, draft: Draft<'_>) -> Claim {
    let member = cast.get(draft.subject.member);
    let others = others(reading, cast, &draft);
    let houses = houses(reading, cast, &draft);
    Claim {
        subject: Subject {
            name: member.name.clone(),
            kind: member.kind,
        },
        others,
        houses,
        attribute: draft.attribute,
        value: draft.value,
        qualifiers: draft.qualifiers,
        modality: match draft.manner.modality {
            Modality::Asserted if reading.sentence.scope == Scope::Quotation => Modality::Attributed,
            modality => modality,
        },
        as_of: draft.manner.as_of.or(reading.sentence.time),
        tells_change: draft.manner.tells_change,
        is_over: draft.manner.is_over,
        elsewhen: draft.manner.elsewhen,
        alone: draft.manner.alone,
        former: figure::beside(reading, draft.rule, &draft.value_range, |modality| &modality.former),
        rejected: figure::beside(reading, draft.rule, &draft.value_range, |modality| &modality.rejected),
        never: draft.manner.never,
        corrects: draft.manner.corrects,
        evidence: Evidence {
            sentence: document.span(reading.sentence.range.clone()),
            subject: draft.subject.tokens.map(|tokens| reading.token_span(document, tokens)),
            value: reading.span(document, draft.value_range),
            index: reading.index,
            in_heading: reading.sentence.scope == Scope::Heading,
        },
        rule: draft.rule.id.clone(),
        confidence: draft.confidence,
    }
}

/// Of so many houses at most one that is not named may be meant.
const MOST_HOUSES: usize = 2;

/// The houses of which a claim that names none may speak: those of its sentence, and what the text is
/// about.
fn houses(reading: &Reading<'_>, cast: &Cast, draft: &Draft<'_>) -> Vec<String> {
    let asks = draft.rule.distinguish_by.contains(&Qualifier::Organization);
    if !asks || draft.qualifiers.contains_key(&Qualifier::Organization) {
        return Vec::new();
    }
    let beside = reading.references.iter().map(|reference| reference.member);
    let mut houses: Vec<String> = beside
        .chain(cast.main())
        .filter(|member| *member != draft.subject.member)
        .map(|member| cast.get(member))
        .filter(|member| {
            matches!(
                member.kind,
                EntityKind::Organization | EntityKind::Unknown | EntityKind::Work
            )
        })
        .map(|member| member.name.clone())
        .collect();
    houses.sort();
    houses.dedup();
    // Of several, another claim may speak of the one and this one of the other.
    if houses.len() > MOST_HOUSES { Vec::new() } else { houses }
}

/// So many others at most may be whom a claim speaks of.
const MOST_OTHERS: usize = 10;

/// Whom else a claim may speak of: whom the sentence names beside its subject, and what the text is about;
/// where the subject is only supposed, whoever the text names.
fn others(reading: &Reading<'_>, cast: &Cast, draft: &Draft<'_>) -> Vec<String> {
    let kind = cast.get(draft.subject.member).kind;
    let is_object = || {
        let tokens = draft.subject.tokens.as_ref();
        let verb = tokens.and_then(|tokens| reading.clause_at(tokens.start)?.verb.clone());
        tokens.zip(verb).is_some_and(|(tokens, verb)| tokens.start >= verb.end)
    };
    // What the text names again and again is no passing name.
    let is_main = || cast.get(draft.subject.member).count > 1;
    // "Born in Kenya's capital": what the rule does not speak of itself may give way to another.
    let is_meant = draft.rule.wants_subject(kind) || kind == EntityKind::Unknown && (is_object() || is_main());
    let is_named = draft.subject.tokens.as_ref().is_some_and(|tokens| {
        let mut references = reading.references.iter();
        references.any(|reference| reference.tokens == *tokens && reference.form == Form::Name)
    });
    let is_sure = draft.subject.certainty == Certainty::High || is_named;
    if is_sure && draft.subject.certainty > Certainty::Low && is_meant {
        return Vec::new();
    }
    let is_beside = |member: &MemberId| {
        let mut references = reading.references.iter();
        cast.main() == Some(*member) || references.any(|reference| reference.member == *member)
    };
    cast.ids()
        .filter(|member| *member != draft.subject.member && subject::is_likely(draft.rule, cast, *member))
        .filter(|member| match draft.subject.certainty {
            Certainty::Low => true,
            Certainty::Medium => cast.main() == Some(*member),
            Certainty::High => is_beside(member),
        })
        .take(MOST_OTHERS)
        .map(|member| cast.get(member).name.clone())
        .collect()
}

/// A date whose day of the week cannot be right.
fn wrong_weekday(document: &Document, reading: &Reading<'_>, mention: &Mention) -> Option<Diagnostic> {
    let Value::Date(period) = &mention.value else {
        return None;
    };
    period.wrong_weekday?;
    let span = reading.span(document, mention.range.clone());
    let location = Location {
        source: document.source,
        span,
    };
    let right = |id| {
        let weekday = period.start.weekday().to_monday_one_offset();
        Message::new(id)
            .with("day", period.start.to_string())
            .with("weekday", usize::from(weekday.unsigned_abs()))
    };
    let text = &document.prose
        [reading.sentence.range.start + mention.range.start..reading.sentence.range.start + mention.range.end];
    Some(Diagnostic {
        code: Code::new(code::WRONG_WEEKDAY),
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: right("wrong-weekday").with("text", text),
        entity: None,
        attribute: None,
        fingerprint: Fingerprint::new(
            code::WRONG_WEEKDAY,
            "",
            &mut [document.path.to_string(), period.start.to_string()],
        ),
        claim: Side {
            label: Label {
                location,
                message: Some(right("wrong-weekday-label")),
            },
            sentence: Location {
                source: document.source,
                span: document.span(reading.sentence.range.clone()),
            },
            value: period.to_string(),
            modality: "asserted",
            as_of: None,
            introduced: None,
        },
        established: Vec::new(),
        pairs: Vec::new(),
        edit: None,
        notes: Vec::new(),
        help: Message::new("help-weekday"),
    })
}

/// Whether a mention's value may fill the slot of a rule's pattern, which spells out what makes
/// a number of years an age.
fn fills(rule: &crate::rule::Rule, value: &Value) -> bool {
    let years = matches!(value, Value::Duration(duration) if duration.unit() == crate::language::TimeUnit::Year);
    serves(rule, value) || (rule.value == ValueKind::Age && years)
}

/// Whether a mention's value is of a rule's kind.
fn serves(rule: &crate::rule::Rule, value: &Value) -> bool {
    match (rule.value, value) {
        (ValueKind::Quantity, Value::Quantity(_, unit)) => rule.unit == Some(unit.dimension),
        (ValueKind::Count, Value::Count(amount, _)) => rule.takes_none || !amount.nominal.is_zero(),
        (kind, value) => kind == value.kind(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::*;
    use crate::document::{Parsed, Settings, parse};
    use crate::language::Language;
    use crate::rule::Examples;
    use crate::source::{RepoPath, Sources};

    fn rules() -> &'static RuleSet {
        static RULES: OnceLock<RuleSet> = OnceLock::new();
        RULES.get_or_init(|| RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]).0)
    }

    /// Every span of every claim cuts the stored text on character boundaries, sentence around value.
    fn assert_sound(path: &str, text: &str, language: Option<Language>) -> Result<(), TestCaseError> {
        let path = RepoPath::new(path);
        let source = Sources::new().add(path.clone(), text);
        let settings = Settings {
            language,
            ..Settings::default()
        };
        let Parsed::Article(document) = parse(source, &path, text, &settings) else {
            return Ok(());
        };
        let extraction = extract(rules(), &document);
        for claim in &extraction.claims {
            let evidence = claim.evidence;
            for span in [evidence.sentence, evidence.value].into_iter().chain(evidence.subject) {
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
            }
            prop_assert!(evidence.sentence.contains(evidence.value), "{text:?}");
        }
        Ok(())
    }

    const WORDS: [&str; 64] = [
        "Orvane",
        "Le Cun",
        "L’Équipe",
        "AMI",
        "(AMI)",
        "Ada Roux,",
        "La",
        "la société",
        "l’entreprise",
        "Elle",
        "qui",
        "dont",
        "a levé",
        "lève",
        "lèvera",
        "aurait",
        "n’a pas",
        "40",
        "4,8",
        "1 250 000",
        "millions",
        "M€",
        "d’euros",
        "$40m",
        "€3-5 billion",
        "près de",
        "plus de",
        "entre",
        "et",
        "à",
        "de",
        "du",
        "en",
        "2025",
        "2025-26",
        "fin 2025",
        "l’automne",
        "mercredi 19 novembre",
        "1er mars",
        "douze",
        "ans",
        "à la tête de",
        "directrice générale",
        "fondée par",
        "son siège",
        "Paris",
        "salariés",
        "%",
        ",",
        ".",
        ";",
        ":",
        "«",
        "»",
        "—",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "| a | b |\n|---|---|\n",
        "> ",
        "<!-- factlint: ignore[seat] x -->",
        "`code`",
        "e\u{301}\u{301}\u{200b}𝄞",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn extraction_holds_for_any_mixture_of_words(
            picks in prop::collection::vec((0..WORDS.len(), any::<bool>()), 0..60),
            english in any::<bool>(),
        ) {
            let text: String = picks.iter().map(|(at, glued)| format!("{}{}", WORDS[*at], if *glued { "" } else { " " })).collect();
            let language = if english { Language::English } else { Language::French };
            for path in ["a.md", "a.txt"] {
                assert_sound(path, &text, Some(language))?;
            }
        }

        #[test]
        fn extraction_holds_for_any_text(text in any::<String>()) {
            assert_sound("a.md", &text, None)?;
            assert_sound("a.txt", &text, Some(Language::English))?;
        }
    }
}
