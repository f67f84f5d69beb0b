//! The configuration file. Its settings count as flags; the environment and the command line outrank them.
//!
//! A key is the name of a flag without its dashes, and a value is the value of the flag. A list is the flag
//! repeated, and `true` is a flag without a value. So clap checks a file by the rules of the command line, and
//! each new flag is a new key.
//!
//! What may not enter: the meaning of a flag.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory, Parser};
use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::Cli;

/// The configuration, from the command line, the environment, and the file that either of them names, in this
/// order of rank.
///
/// # Errors
///
/// The error, with its flag or its line of the file; or the text of `--help`.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut arguments: Vec<_> = arguments.into_iter().collect();
    let named = Cli::command().try_get_matches_from(&arguments)?;
    if let Some(path) = named.get_one::<PathBuf>("config") {
        let settings =
            read(path).map_err(|error| Cli::command().error(ErrorKind::ValueValidation, error))?;
        let flags = settings
            .into_iter()
            .filter(|setting| !is_named(&named, &setting.argument))
            .flat_map(|setting| setting.flags);
        // Behind the name of the program.
        let first = arguments.len().min(1);
        arguments.splice(first..first, flags);
    }
    Cli::try_parse_from(arguments)
}

/// Whether the command line or the environment names an argument.
fn is_named(named: &ArgMatches, argument: &Arg) -> bool {
    matches!(
        named.value_source(argument.get_id().as_str()),
        Some(ValueSource::CommandLine | ValueSource::EnvVariable)
    )
}

/// Why a file cannot be used.
#[derive(Debug, Error)]
enum FileError {
    #[error("cannot read {}: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    /// Without the line itself, which may hold a password.
    #[error("{}, line {line}: {message}", path.display())]
    Syntax {
        path: PathBuf,
        line: usize,
        message: String,
    },
    #[error("{}, line {line}: {error}", path.display())]
    Setting {
        path: PathBuf,
        line: usize,
        error: SettingError,
    },
}

/// The error of one setting.
#[derive(Debug, Error)]
enum SettingError {
    #[error("there is no setting {0:?}; see --help, whose flags are the settings")]
    Unknown(String),
    #[error("{0} takes text, an integer, true or false, or a list of these")]
    Shape(String),
    /// The sentence is clap's.
    #[error("{0}")]
    Refused(String),
}

/// A key with its value, as flags.
struct Setting {
    argument: Arg,
    flags: Vec<OsString>,
}

fn read(path: &Path) -> Result<Vec<Setting>, FileError> {
    let path = || path.to_owned();
    let text = std::fs::read_to_string(path()).map_err(|error| FileError::Unreadable {
        path: path(),
        error,
    })?;
    let line_at = |at: usize| 1 + text[..at].matches('\n').count();
    let table = DeTable::parse(&text).map_err(|error| FileError::Syntax {
        path: path(),
        line: line_at(error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    table
        .get_ref()
        .iter()
        .map(|(key, value)| {
            setting(key.get_ref(), value.get_ref()).map_err(|error| FileError::Setting {
                path: path(),
                line: line_at(key.span().start),
                error,
            })
        })
        .collect()
}

fn setting(key: &str, value: &DeValue<'_>) -> Result<Setting, SettingError> {
    let argument = argument(key).ok_or_else(|| SettingError::Unknown(key.to_owned()))?;
    let flags = match value {
        DeValue::Boolean(false) if !argument.get_action().takes_values() => Vec::new(),
        DeValue::Boolean(true) if !argument.get_action().takes_values() => {
            vec![format!("--{key}").into()]
        }
        DeValue::Array(values) => values
            .iter()
            .map(|value| flag(key, value.get_ref()))
            .collect::<Result<_, _>>()?,
        value => vec![flag(key, value)?],
    };
    // Checked alone, so that an error belongs to this setting.
    let alone = [OsString::new()].into_iter().chain(flags.iter().cloned());
    match Cli::command().try_get_matches_from(alone) {
        Ok(_) => Ok(Setting { argument, flags }),
        Err(error) => Err(SettingError::Refused(sentence(&error))),
    }
}

/// The argument that a key names: any that has a flag, except `--config`.
fn argument(key: &str) -> Option<Arg> {
    let command = Cli::command();
    let mut arguments = command.get_arguments();
    arguments
        .find(|argument| argument.get_long() == Some(key) && argument.get_id() != "config")
        .cloned()
}

fn flag(key: &str, value: &DeValue<'_>) -> Result<OsString, SettingError> {
    let value = match value {
        DeValue::String(text) => text.to_string(),
        // clap reads decimal digits only, and not 0x, 0o or 0b.
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().to_owned(),
        DeValue::Boolean(boolean) => boolean.to_string(),
        _ => return Err(SettingError::Shape(key.to_owned())),
    };
    Ok(format!("--{key}={value}").into())
}

/// The sentence of an error of clap, without the hints for a command line around it.
fn sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    text.split("\n\n").next().unwrap_or(text).to_owned()
}
