//! Exact patterns: regular expressions over a sentence in which every mention is one sign.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

use crate::entity::EntityKind;
use crate::language::fold;
use crate::value::ValueKind;

/// A compiled pattern may not be larger than this, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// What a slot of a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The entity that the claim is about.
    Subject,
    /// What is said of it.
    Value,
    /// Another entity.
    Entity,
    /// A date beside the value.
    Date,
    /// A title.
    Role,
}

impl Slot {
    const ALL: [(Slot, &'static str); 5] = [
        (Slot::Subject, "subject"),
        (Slot::Value, "value"),
        (Slot::Entity, "entity"),
        (Slot::Date, "date"),
        (Slot::Role, "role"),
    ];

    /// The name of the slot and of its capture group.
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(slot, _)| *slot == self)
            .map_or("", |(_, name)| name)
    }
}

/// Signs that stand for mentions, three bytes each: a control character for the class, which no
/// sentence holds, and the number of the mention in two bytes that continue a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotClass {
    /// A value of a kind.
    Value(ValueKind),
    /// A name of a kind.
    Entity(EntityKind),
}

impl SlotClass {
    /// The sign of the mention with that number; none beyond 4 095.
    pub fn sign(self, number: usize) -> Option<[u8; 3]> {
        let number = u16::try_from(number).ok().filter(|number| *number < 0x1000)?;
        let [high, low] = [number >> 6, number & 0x3F].map(|part| 0x80 | u8::try_from(part).unwrap_or_default());
        Some([self.control(), high, low])
    }

    /// The number of the mention that a sign stands for.
    pub fn number(sign: &[u8]) -> Option<usize> {
        let [_, high, low] = sign else { return None };
        Some(usize::from(high & 0x3F) << 6 | usize::from(low & 0x3F))
    }

    /// One of the control characters that neither text nor white space uses.
    fn control(self) -> u8 {
        let place = match self {
            SlotClass::Value(kind) => ValueKind::ALL.iter().position(|k| *k == kind).unwrap_or_default() % 10,
            SlotClass::Entity(kind) => 10 + EntityKind::ALL.iter().position(|k| *k == kind).unwrap_or_default(),
        };
        0x0E + u8::try_from(place).unwrap_or_default()
    }

    fn class(classes: &[SlotClass]) -> String {
        let mut expression = String::from("[");
        for class in classes {
            expression.push_str(&format!("\\x{:02X}", class.control()));
        }
        expression.push_str(r"][\x80-\xBF]{2}");
        expression
    }
}

/// What must be in a sentence for a pattern to be tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Whether titles are signs.
    pub role: bool,
    /// Whether dates are signs.
    pub date: bool,
    /// How many names it needs.
    pub entities: usize,
    /// Folded fragments of which one must be in the sentence; empty where it needs none.
    pub words: Vec<String>,
}

/// One exact pattern, compiled when it is first tried.
#[derive(Debug)]
pub struct Pattern {
    /// As the rule's author wrote it.
    pub text: String,
    /// What a sentence must hold.
    pub needs: Needs,
    expression: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// In words for the rule's author: no `{value}`, an unknown slot, a broken expression.
    pub fn new(
        text: &str,
        value: Option<ValueKind>,
        entity: Option<EntityKind>,
        subjects: &[EntityKind],
    ) -> Result<Self, String> {
        let value = value.unwrap_or(ValueKind::Number);
        let mut expression = String::new();
        let mut needs = Needs::default();
        let mut seen = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let (before, behind) = rest.split_at(at);
            push_folded(&mut expression, before)?;
            let Some(end) = behind.find('}') else {
                return Err("a `{` is not closed".to_owned());
            };
            let name = &behind[1..end];
            rest = &behind[end + 1..];
            if name == "gap" {
                // The quotation marks of French are the bytes C2 AB and C2 BB.
                expression.push_str(r#"(?:(?:[^\s.,;:!?()"\xC2]|\xC2[^\xAB\xBB])+ ?){0,6}?"#);
                continue;
            }
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                expression.push_str(&format!("{{{name}}}"));
                continue;
            }
            let Some((slot, _)) = Slot::ALL.into_iter().find(|(_, known)| *known == name) else {
                let known: Vec<&str> = Slot::ALL.iter().map(|(_, name)| *name).collect();
                let hint =
                    super::nearest(name, &known).map_or(String::new(), |near| format!("; did you mean {{{near}}}?"));
                return Err(format!("there is no slot {{{name}}}{hint}"));
            };
            if seen.contains(&slot) {
                return Err(format!("the slot {{{name}}} stands twice"));
            }
            seen.push(slot);
            expression.push_str(&format!(
                "(?P<{name}>{})",
                SlotClass::class(&classes(slot, value, entity, subjects))
            ));
            match slot {
                Slot::Subject | Slot::Entity => needs.entities += 1,
                Slot::Value => match value {
                    ValueKind::Entity | ValueKind::Place => needs.entities += 1,
                    ValueKind::Role => needs.role = true,
                    _ => {}
                },
                Slot::Role => needs.role = true,
                Slot::Date => needs.date = true,
            }
        }
        push_folded(&mut expression, rest)?;
        if !seen.contains(&Slot::Value) {
            return Err("a pattern needs a {value}".to_owned());
        }
        let hir = parse(&expression).map_err(|reason| format!("this is not a regular expression: {reason}"))?;
        if hir.properties().minimum_len() == Some(0) {
            return Err("this pattern would match nothing at all".to_owned());
        }
        needs.words = required_words(&hir);
        Ok(Self {
            text: text.to_owned(),
            needs,
            expression,
            compiled: OnceLock::new(),
        })
    }

    /// The compiled expression; none where it would be too large.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                RegexBuilder::new(&self.expression)
                    .unicode(false)
                    .size_limit(SIZE_LIMIT)
                    .dfa_size_limit(SIZE_LIMIT)
                    .build()
                    .ok()
            })
            .as_ref()
    }
}

fn classes(slot: Slot, value: ValueKind, entity: Option<EntityKind>, subjects: &[EntityKind]) -> Vec<SlotClass> {
    let entities = |kinds: &[EntityKind]| -> Vec<SlotClass> {
        if kinds.is_empty() {
            return EntityKind::ALL.map(SlotClass::Entity).to_vec();
        }
        kinds
            .iter()
            .copied()
            .chain([EntityKind::Unknown])
            .map(SlotClass::Entity)
            .collect()
    };
    match slot {
        Slot::Subject => entities(subjects),
        Slot::Entity => entities(&[]),
        Slot::Date => vec![SlotClass::Value(ValueKind::Date)],
        Slot::Role => vec![SlotClass::Value(ValueKind::Role)],
        Slot::Value => match value {
            ValueKind::Entity => entities(entity.as_slice()),
            ValueKind::Place => entities(&[EntityKind::Place]),
            ValueKind::Duration | ValueKind::Age => {
                vec![SlotClass::Value(ValueKind::Duration), SlotClass::Value(ValueKind::Age)]
            }
            kind => vec![SlotClass::Value(kind)],
        },
    }
}

/// Lower case without accents, escapes kept; word and digit classes narrowed to what folded text holds.
///
/// # Errors
///
/// In words for the rule's author: a class that cannot be matched byte by byte.
fn push_folded(expression: &mut String, text: &str) -> Result<(), String> {
    let mut chars = text.chars();
    while let Some(character) = chars.next() {
        if character == '[' {
            let mut class = String::new();
            while let Some(inner) = chars.next().filter(|inner| *inner != ']') {
                push_character(&mut class, inner);
                if inner == '\\' {
                    class.extend(chars.next());
                }
            }
            push_class(expression, &class)?;
            continue;
        }
        if character != '\\' {
            push_character(expression, character);
            continue;
        }
        match chars.next() {
            Some('w') => expression.push_str("[a-z0-9'-]"),
            Some('d') => expression.push_str("[0-9]"),
            Some('b') => expression.push_str(r"\b"),
            Some(other) => {
                expression.push('\\');
                expression.push(other);
            }
            None => expression.push('\\'),
        }
    }
    Ok(())
}

fn push_character(expression: &mut String, character: char) {
    if character.is_ascii() {
        expression.push(character.to_ascii_lowercase());
    } else {
        expression.push_str(&fold(character.encode_utf8(&mut [0; 4])));
    }
}

/// A class of characters; expressions see bytes, so characters of several stand beside it.
fn push_class(expression: &mut String, class: &str) -> Result<(), String> {
    let (plain, wide): (String, String) = class.chars().partition(char::is_ascii);
    if wide.is_empty() {
        expression.push_str(&format!("[{class}]"));
        return Ok(());
    }
    if class.starts_with('^') {
        return Err(format!(
            "[{class}] cannot leave out {wide}: leave out letters, digits and plain signs only"
        ));
    }
    expression.push_str("(?:");
    for character in wide.chars() {
        expression.push(character);
        expression.push('|');
    }
    expression.push_str(&format!("[{plain}])"));
    Ok(())
}

/// Parsing costs little and tells what is wrong; compiling waits until the pattern is tried.
fn parse(expression: &str) -> Result<Hir, String> {
    regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .build()
        .parse(expression)
        .map_err(|error| error.to_string().lines().last().unwrap_or_default().trim().to_owned())
}

/// Folded fragments of which every match holds at least one; empty where none can be named.
fn required_words(hir: &Hir) -> Vec<String> {
    let mut words: Vec<String> = required(hir).unwrap_or_default();
    words.sort_unstable();
    words.dedup();
    words
}

fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let longest = text.split(|c: char| !c.is_alphabetic()).max_by_key(|word| word.len())?;
            (longest.len() >= 3).then(|| vec![longest.to_owned()])
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(required)
            .max_by_key(|words| words.iter().map(String::len).min()),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(required).collect();
            all.map(|lists| lists.concat())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a pattern of one number matches in a folded sentence, "#" standing for the number.
    fn matches(pattern: &str, sentence: &str) -> bool {
        let pattern = Pattern::new(pattern, Some(ValueKind::Number), None, &[]).expect("a good pattern");
        let sign = SlotClass::Value(ValueKind::Number).sign(0).expect("a sign");
        let mut text = Vec::new();
        for byte in fold(sentence).bytes() {
            match byte {
                b'#' => text.extend(sign),
                other => text.push(other),
            }
        }
        pattern.regex().expect("a small pattern").is_match(&text)
    }

    #[test]
    fn patterns_see_signs_words_and_marks_of_several_bytes() {
        let table = [
            ("raised {value}", "Raised #", true),
            ("levé {value}", "leve #", true),
            (r"[:|–—-] {value}", "cost – #", true),
            (r"[:|–—-] {value}", "cost : #", true),
            (r"[:|–—-] {value}", "cost . #", false),
            (r"[^\]]\] {value}", "a] #", true),
            ("cost {gap}{value}", "cost some £ more than #", true),
            ("cost {gap}{value}", "cost « much » #", false),
            ("cost {gap}{value}", "cost much, #", false),
        ];
        for (pattern, sentence, expected) in table {
            assert_eq!(matches(pattern, sentence), expected, "{pattern} in {sentence}");
        }
    }

    #[test]
    fn signs_and_numbers_go_both_ways() {
        for number in [0, 63, 64, 4_095] {
            let sign = SlotClass::Entity(EntityKind::Person).sign(number).expect("a sign");
            assert_eq!(SlotClass::number(&sign), Some(number));
        }
        assert_eq!(SlotClass::Entity(EntityKind::Person).sign(4_096), None);
    }

    #[test]
    fn a_class_that_leaves_out_wide_signs_is_told() {
        let told = Pattern::new("[^–] {value}", Some(ValueKind::Number), None, &[]).err();
        assert!(told.is_some_and(|told| told.contains("cannot leave out –")));
    }
}
