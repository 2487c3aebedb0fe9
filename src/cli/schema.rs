//! `factlint schema config|rules`.

use super::{CliError, Exit, print};
use crate::config::config_schema;
use crate::rule::rule_schema;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint schema rules > .factlint/rule.schema.json\n  factlint schema config > .factlint/config.schema.json\n\nName the file on the first line of what you write, and your editor completes keys:\n  #:schema .factlint/rule.schema.json"
)]
pub(super) struct Arguments {
    /// Of which file
    #[arg(value_enum)]
    of: Of,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Of {
    /// factlint.toml
    Config,
    /// Rule files
    Rules,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let schema = match arguments.of {
        Of::Config => config_schema(),
        Of::Rules => rule_schema(),
    };
    let mut text = serde_json::to_string_pretty(&schema)
        .map_err(|error| CliError::Usage(format!("the schema could not be written: {error}")))?;
    text.push('\n');
    print(&text)?;
    Ok(Exit::Clean)
}
