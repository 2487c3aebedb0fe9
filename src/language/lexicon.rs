//! What a word may begin: one look for each token of a text, before any grammar is tried.

use bitflags::bitflags;

use super::dates::Dates;
use super::hash::WordMap;
use super::phrases::PhraseTable;
use super::tables::{Durations, Hedges, Numbers};
use super::tokens::{TokenKind, Tokens};

bitflags! {
    /// What a word may begin, or be, in an expression of a value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct WordClass: u32 {
        /// Digits.
        const DIGITS = 1;
        /// A number in words, an article that counts one, a word for nought or minus.
        const NUMBER = 1 << 1;
        /// An ordinal.
        const ORDINAL = 1 << 2;
        /// A hedge before a number.
        const HEDGE = 1 << 3;
        /// The opener of a range.
        const OPENER = 1 << 4;
        /// A currency's sign, code or name before a number.
        const CURRENCY = 1 << 5;
        /// A sign that may begin a number.
        const SIGN = 1 << 6;
        /// The beginning of a span of time that is no number: "toute la", "half a".
        const SPAN = 1 << 7;
        /// A month.
        const MONTH = 1 << 8;
        /// A weekday, short or long.
        const WEEKDAY = 1 << 9;
        /// A season.
        const SEASON = 1 << 10;
        /// A named day.
        const HOLIDAY = 1 << 11;
        /// A unit of the calendar.
        const UNIT = 1 << 12;
        /// A decade's name.
        const DECADE = 1 << 13;
        /// Another word that a form of a date begins with.
        const FORM = 1 << 14;
        /// Letters and digits, or several words joined by hyphens.
        const COMPOUND = 1 << 15;
        /// An article that counts one.
        const ARTICLE = 1 << 16;
        /// A word that makes a number of the article before it: "million", "tiers", "an".
        const COUNTED = 1 << 17;
        /// An amount may begin here.
        const AMOUNT = Self::DIGITS.bits() | Self::NUMBER.bits() | Self::HEDGE.bits() | Self::OPENER.bits()
            | Self::CURRENCY.bits() | Self::SIGN.bits() | Self::SPAN.bits();
        /// A number or a span of time may begin here, without anything before it.
        const BARE = Self::DIGITS.bits() | Self::NUMBER.bits() | Self::CURRENCY.bits() | Self::SIGN.bits() | Self::SPAN.bits();
        /// A date may begin here.
        const DATE = Self::DIGITS.bits() | Self::NUMBER.bits() | Self::ORDINAL.bits() | Self::SPAN.bits()
            | Self::MONTH.bits() | Self::WEEKDAY.bits() | Self::SEASON.bits() | Self::HOLIDAY.bits()
            | Self::UNIT.bits() | Self::DECADE.bits() | Self::FORM.bits() | Self::COMPOUND.bits() | Self::CURRENCY.bits();
    }
}

/// The words that may begin a value, each with what it may begin.
#[derive(Debug)]
pub struct Lexicon {
    classes: WordMap<WordClass>,
}

impl Lexicon {
    pub(super) fn new(
        numbers: &Numbers,
        hedges: &Hedges,
        durations: &Durations,
        dates: &Dates,
        (currencies, leading_currencies): (&PhraseTable<String>, &PhraseTable<String>),
        percent: &PhraseTable<()>,
        articles: impl Iterator<Item = String>,
    ) -> Self {
        let mut classes: WordMap<WordClass> = WordMap::default();
        let mut add = |words: &mut dyn Iterator<Item = String>, class: WordClass| {
            for word in words {
                *classes.entry(word).or_insert(WordClass::empty()) |= class;
            }
        };
        let number_words = numbers.words.iter().chain(&numbers.halves).chain(&numbers.zeros).chain(&numbers.negatives);
        add(&mut number_words.cloned(), WordClass::NUMBER);
        add(&mut numbers.collectives.keys().cloned(), WordClass::NUMBER);
        add(&mut numbers.fractions.first_words(), WordClass::NUMBER);
        add(&mut articles.into_iter(), WordClass::NUMBER | WordClass::ARTICLE);
        let counted = numbers
            .multipliers
            .keys()
            .chain(numbers.denominators.keys())
            .chain(numbers.collectives.keys())
            .chain(numbers.ordinals.keys())
            .chain(durations.units.keys())
            .chain(&numbers.joiners)
            .chain(&numbers.points)
            .chain(&numbers.connectors);
        add(&mut counted.cloned(), WordClass::COUNTED);
        for phrases in [&numbers.ratios, &numbers.clock, percent] {
            add(&mut phrases.first_words(), WordClass::COUNTED);
        }
        add(&mut numbers.fractions.second_words(), WordClass::COUNTED);
        add(&mut durations.shares.second_words(), WordClass::COUNTED);
        add(&mut durations.vague.second_words(), WordClass::COUNTED);
        add(&mut durations.whole.second_words(), WordClass::COUNTED);
        add(&mut currencies.first_words(), WordClass::COUNTED);
        add(&mut numbers.ordinals.keys().cloned(), WordClass::ORDINAL);
        add(&mut hedges.before.first_words(), WordClass::HEDGE);
        add(&mut hedges.range_openers.first_words(), WordClass::OPENER);
        add(&mut leading_currencies.first_words(), WordClass::CURRENCY);
        add(&mut durations.vague.first_words(), WordClass::SPAN);
        add(&mut durations.shares.first_words(), WordClass::SPAN);
        add(&mut durations.whole.first_words(), WordClass::SPAN);
        add(&mut dates.months.keys().cloned(), WordClass::MONTH);
        add(&mut dates.weekdays.keys().chain(dates.short_weekdays.keys()).cloned(), WordClass::WEEKDAY);
        add(&mut dates.seasons.keys().cloned(), WordClass::SEASON);
        add(&mut dates.holidays.first_words(), WordClass::HOLIDAY);
        add(&mut dates.units.first_words(), WordClass::UNIT);
        add(&mut dates.decades.first_words(), WordClass::DECADE);
        add(&mut dates.forms.first_words().map(str::to_owned), WordClass::FORM);
        Self { classes }
    }

    /// What each token may begin.
    pub fn classes(&self, tokens: &Tokens<'_>) -> Vec<WordClass> {
        let mut classes: Vec<WordClass> = (0..tokens.len()).map(|at| self.class(tokens, at)).collect();
        // An article counts one only before few words: nearly all of them are settled here.
        let follows = WordClass::COUNTED | WordClass::NUMBER | WordClass::DIGITS | WordClass::SIGN | WordClass::SPAN | WordClass::CURRENCY;
        for at in 0..classes.len() {
            let next = classes.get(at + 1).copied().unwrap_or(WordClass::empty());
            if classes[at].contains(WordClass::ARTICLE) && !next.intersects(follows) && !tokens.text(at + 1).starts_with(['%', '-']) {
                classes[at].remove(WordClass::NUMBER | WordClass::ARTICLE | WordClass::SPAN);
            }
        }
        classes
    }

    /// What a token may begin.
    fn class(&self, tokens: &Tokens<'_>, at: usize) -> WordClass {
        let Some(token) = tokens.get(at) else {
            return WordClass::empty();
        };
        match token.kind {
            TokenKind::Digits => WordClass::DIGITS,
            TokenKind::Sign => sign(tokens, at),
            TokenKind::Word => {
                let word = tokens.folded(at);
                let known = self.classes.get(word).copied();
                let class = known.unwrap_or_else(|| self.compound(word));
                let text = tokens.text(at);
                let code = if is_code(text) { WordClass::CURRENCY } else { WordClass::empty() };
                // "XXIe" may be a rank in Roman digits.
                let roman = if text.starts_with(['I', 'V', 'X']) { WordClass::ORDINAL } else { WordClass::empty() };
                class | code | roman
            }
        }
    }

    fn compound_part(&self, part: &str) -> WordClass {
        match part.bytes().next_back() {
            Some(b'0'..=b'9') => WordClass::COMPOUND,
            _ => self.classes.get(part).copied().unwrap_or(WordClass::empty()),
        }
    }

    /// Words with a hyphen begin what their first part begins; letters with digits may be a date.
    fn compound(&self, word: &str) -> WordClass {
        if let Some((first, rest)) = word.split_once('-') {
            let first = self.compound_part(first);
            let unit = || self.classes.get(rest).is_some_and(|class| class.contains(WordClass::COUNTED));
            let known = first.intersects(WordClass::AMOUNT | WordClass::DATE) || word.bytes().any(|byte| byte.is_ascii_digit());
            let counted = if unit() { WordClass::COUNTED } else { WordClass::empty() };
            return if known { first | WordClass::COMPOUND | counted } else { counted };
        }
        match word.bytes().next_back() {
            Some(b'0'..=b'9') => WordClass::COMPOUND,
            _ => WordClass::empty(),
        }
    }
}

/// Two to four capitals: the code of a currency, or short for one.
fn is_code(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn sign(tokens: &Tokens<'_>, at: usize) -> WordClass {
    match tokens.text(at) {
        "$" | "€" | "£" | "¥" | "₹" | "₦" | "₩" | "₺" | "₪" | "₫" | "₽" => WordClass::CURRENCY,
        "~" | "≈" | "<" | ">" | "≥" | "≤" => WordClass::HEDGE,
        "-" | "." | "," if tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Digits) => WordClass::SIGN,
        "-" if tokens.is_glued(at) => WordClass::SIGN,
        text if !text.is_ascii() && text.chars().all(char::is_numeric) => WordClass::SIGN,
        _ => WordClass::empty(),
    }
}
