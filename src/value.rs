//! Typed values: what an article can write, as the set of real values that its wording allows.
//!
//! [`read`] finds the values of a text; [`agree`] compares two of them. Amounts are exact
//! decimals, dates are days of the civil calendar, and how much a wording leaves open is one
//! table, `value/wording.toml`.

mod agree;
mod amount;
mod code;
mod date;
mod duration;
#[cfg(test)]
mod laws;
mod money;
mod number;
mod period;
mod quantity;
mod role;
mod scan;
mod text;
mod wording;

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::language::{Language, Tokens};
use crate::source::{MappedText, Span};

pub use agree::{Agreement, Clash, Distance, Tolerance, agree, agree_at};
pub use amount::{Amount, Hedge, Interval};
pub use duration::Duration;
pub use money::{Currency, Rates};
pub use period::{Bound, Grain, Part, Period};
pub use quantity::{Dimension, Unit};
pub use role::{canonical as canonical_role, is_shared_office, office_verb_at, role_at, same_office};
pub use scan::{Mention, read};
pub use wording::Wording;

/// Reads the tables that the first text asks for, so that several may be read at once.
pub fn prepare() {
    role::prepare();
    Wording::get();
}

/// The values of a text and the bytes that state each, in the order of the text.
///
/// Dates without a year and relative dates are resolved against `reference`, the day of writing;
/// without one they are not read.
pub fn values(text: &str, language: Language, reference: Option<Date>) -> Vec<(Span, Value)> {
    let mapped = MappedText::new(text);
    let tokens = Tokens::new(mapped.as_str());
    let mentions = read(&tokens, language, reference).into_iter();
    mentions
        .map(|mention| (mapped.span(mention.range), mention.value))
        .collect()
}

/// What kind of thing a value is; the names are those of rules, JSON and TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// A bare number.
    Number,
    /// A number of things.
    Count,
    /// A measure with a unit.
    Quantity,
    /// An amount of money.
    Money,
    /// A share or a rate.
    Percent,
    /// A span of time.
    Duration,
    /// The age of somebody or something.
    Age,
    /// A day or a period.
    Date,
    /// A rank.
    Ordinal,
    /// A title or office.
    Role,
    /// A name.
    Entity,
    /// The name of a place.
    Place,
    /// Yes or no.
    Polarity,
}

impl ValueKind {
    /// All kinds.
    pub const ALL: [ValueKind; 13] = [
        ValueKind::Number,
        ValueKind::Count,
        ValueKind::Quantity,
        ValueKind::Money,
        ValueKind::Percent,
        ValueKind::Duration,
        ValueKind::Age,
        ValueKind::Date,
        ValueKind::Ordinal,
        ValueKind::Role,
        ValueKind::Entity,
        ValueKind::Place,
        ValueKind::Polarity,
    ];

    /// The name in rules, JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            ValueKind::Number => "number",
            ValueKind::Count => "count",
            ValueKind::Quantity => "quantity",
            ValueKind::Money => "money",
            ValueKind::Percent => "percent",
            ValueKind::Duration => "duration",
            ValueKind::Age => "age",
            ValueKind::Date => "date",
            ValueKind::Ordinal => "ordinal",
            ValueKind::Role => "role",
            ValueKind::Entity => "entity",
            ValueKind::Place => "place",
            ValueKind::Polarity => "polarity",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One value as a text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A bare number.
    Number(Amount),
    /// A number of things, and the words that name them, in lower case, nearest first.
    Count(Amount, Vec<String>),
    /// A measure.
    Quantity(Amount, Unit),
    /// An amount of money.
    Money(Amount, Currency),
    /// A share of one (0.5 for "la moitié"), which may also be told as a percentage.
    Fraction(Amount),
    /// Per cent.
    Percent(Amount),
    /// A span of time.
    Duration(Duration),
    /// An age.
    Age(Duration),
    /// A day or a period.
    Date(Period),
    /// A rank, first is 1.
    Ordinal(u32),
    /// A title: its canonical name.
    Role(String),
    /// A name, as its document introduces it.
    Entity(String),
    /// A place, as its document names it.
    Place(String),
    /// Whether it is so.
    Polarity(bool),
}

impl Value {
    /// The kind.
    pub fn kind(&self) -> ValueKind {
        match self {
            Value::Number(_) | Value::Fraction(_) => ValueKind::Number,
            Value::Count(..) => ValueKind::Count,
            Value::Quantity(..) => ValueKind::Quantity,
            Value::Money(..) => ValueKind::Money,
            Value::Percent(_) => ValueKind::Percent,
            Value::Duration(_) => ValueKind::Duration,
            Value::Age(_) => ValueKind::Age,
            Value::Date(_) => ValueKind::Date,
            Value::Ordinal(_) => ValueKind::Ordinal,
            Value::Role(_) => ValueKind::Role,
            Value::Entity(_) => ValueKind::Entity,
            Value::Place(_) => ValueKind::Place,
            Value::Polarity(_) => ValueKind::Polarity,
        }
    }

    /// The value as one of `kind`, where it can be told so: a share of one as a percentage.
    pub fn told_as(&self, kind: ValueKind) -> Option<Value> {
        match self {
            Value::Fraction(amount) if kind == ValueKind::Percent => {
                amount.scaled(Decimal::ONE_HUNDRED).map(Value::Percent)
            }
            _ => (self.kind() == kind).then(|| self.clone()),
        }
    }

    /// The days on which that began which at a time has lasted as long as an age, a span of time or
    /// an anniversary says. An age is counted in whole years, an anniversary in calendar years.
    pub fn began(&self, at: &Period) -> Option<Period> {
        if at.bound.is_some() {
            return None;
        }
        let (start, end) = match self {
            Value::Age(age) => age.whole_years_before(at)?,
            Value::Duration(duration) => duration.days_before(at)?,
            Value::Ordinal(rank) => {
                let rank = i16::try_from(*rank).ok()?;
                let first = Period::year(at.start.year().checked_sub(rank)?)?;
                let last = Period::year(at.last_day().year().checked_sub(rank)?)?;
                (first.start, last.end)
            }
            _ => return None,
        };
        (start < end).then(|| Period::new(start, end, Grain::Span))
    }

    /// Whether the value is a date that says its year.
    pub fn states_year(&self) -> bool {
        matches!(self, Value::Date(period) if period.year_known)
    }

    /// The value with a minus, where it is an amount above nought.
    pub fn negated(self) -> Self {
        let below = |amount: Amount| {
            if amount.nominal.is_sign_negative() {
                amount
            } else {
                amount.negated()
            }
        };
        match self {
            Value::Number(amount) => Value::Number(below(amount)),
            Value::Count(amount, nouns) => Value::Count(below(amount), nouns),
            Value::Quantity(amount, unit) => Value::Quantity(below(amount), unit),
            Value::Money(amount, currency) => Value::Money(below(amount), currency),
            Value::Percent(amount) => Value::Percent(below(amount)),
            other => other,
        }
    }

    /// The numbers that the wording allows, in the value's own unit; spans of time in days.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Value::Duration(duration) | Value::Age(duration) => Some(duration.interval()),
            other => other.amount().map(Amount::interval),
        }
    }

    /// The amount, for the kinds that have one.
    pub fn amount(&self) -> Option<&Amount> {
        match self {
            Value::Number(amount)
            | Value::Fraction(amount)
            | Value::Count(amount, _)
            | Value::Quantity(amount, _)
            | Value::Money(amount, _)
            | Value::Percent(amount) => Some(amount),
            Value::Duration(duration) | Value::Age(duration) => Some(&duration.days),
            _ => None,
        }
    }
}

/// The canonical form: "500 M EUR", "≈12 years", "2025-11-19", "5–6 km".
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(amount) | Value::Fraction(amount) => write!(f, "{amount}"),
            Value::Count(amount, nouns) => match nouns.first() {
                Some(noun) => write!(f, "{amount} {noun}"),
                None => write!(f, "{amount}"),
            },
            Value::Quantity(amount, unit) => write!(f, "{amount} {unit}"),
            Value::Money(amount, currency) => write!(f, "{} {currency}", amount.in_millions()),
            Value::Percent(amount) => write!(f, "{amount} %"),
            Value::Duration(duration) => write!(f, "{duration}"),
            Value::Age(duration) => write!(f, "{duration} old"),
            Value::Date(period) => write!(f, "{period}"),
            Value::Ordinal(rank) => write!(f, "no. {rank}"),
            Value::Role(name) | Value::Entity(name) | Value::Place(name) => f.write_str(name),
            Value::Polarity(true) => f.write_str("yes"),
            Value::Polarity(false) => f.write_str("no"),
        }
    }
}

/// A decimal without trailing zeros.
fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
