//! The configuration file: what stands in it counts as if said by flags, beneath the environment
//! and the command line.
//!
//! A key is a flag's name without its dashes, a value what the flag takes, a list the flag repeated
//! and `true` a flag that takes nothing. So clap judges a file by the same rules as a command line,
//! and a flag that is added is a key that is added. What may not enter: what any of them means.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory, Parser};
use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::Cli;

/// The configuration: the command line, beneath it the environment, beneath that the file that
/// either of them names.
///
/// # Errors
///
/// What is wrong, with the flag or with the line of the file; or the text of `--help`.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut arguments: Vec<_> = arguments.into_iter().collect();
    let said = Cli::command().try_get_matches_from(&arguments)?;
    if let Some(path) = said.get_one::<PathBuf>("config") {
        let settings =
            read(path).map_err(|error| Cli::command().error(ErrorKind::ValueValidation, error))?;
        let flags = settings
            .into_iter()
            .filter(|setting| !is_said(&said, &setting.argument))
            .flat_map(|setting| setting.flags);
        // Behind the name of the program.
        let first = arguments.len().min(1);
        arguments.splice(first..first, flags);
    }
    Cli::try_parse_from(arguments)
}

/// Whether the command line or the environment says something of it.
fn is_said(said: &ArgMatches, argument: &Arg) -> bool {
    matches!(
        said.value_source(argument.get_id().as_str()),
        Some(ValueSource::CommandLine | ValueSource::EnvVariable)
    )
}

/// Why a file cannot be used.
#[derive(Debug, Error)]
enum FileError {
    #[error("cannot read {}: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{}: {error}", path.display())]
    Syntax {
        path: PathBuf,
        error: toml::de::Error,
    },
    #[error("{}, line {line}: {fault}", path.display())]
    Setting {
        path: PathBuf,
        line: usize,
        fault: Fault,
    },
}

/// What is wrong with one setting.
#[derive(Debug, Error)]
enum Fault {
    #[error("there is no setting {0:?}; see --help, whose flags are the settings")]
    Unknown(String),
    #[error("{0} takes text, an integer, true or false, or a list of these")]
    Shape(String),
    /// In clap's words.
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
    let table = DeTable::parse(&text).map_err(|error| FileError::Syntax {
        path: path(),
        error,
    })?;
    table
        .get_ref()
        .iter()
        .map(|(key, value)| {
            setting(key.get_ref(), value.get_ref()).map_err(|fault| FileError::Setting {
                path: path(),
                line: 1 + text[..key.span().start].matches('\n').count(),
                fault,
            })
        })
        .collect()
}

fn setting(key: &str, value: &DeValue<'_>) -> Result<Setting, Fault> {
    let argument = argument(key).ok_or_else(|| Fault::Unknown(key.to_owned()))?;
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
    // Judged alone, so that what is wrong is wrong here.
    let alone = [OsString::new()].into_iter().chain(flags.iter().cloned());
    match Cli::command().try_get_matches_from(alone) {
        Ok(_) => Ok(Setting { argument, flags }),
        Err(error) => Err(Fault::Refused(sentence(&error))),
    }
}

/// The argument that a key names: any with a flag but this file's own.
fn argument(key: &str) -> Option<Arg> {
    let command = Cli::command();
    let mut arguments = command.get_arguments();
    arguments
        .find(|argument| argument.get_long() == Some(key) && argument.get_id() != "config")
        .cloned()
}

fn flag(key: &str, value: &DeValue<'_>) -> Result<OsString, Fault> {
    let value = match value {
        DeValue::String(text) => text.to_string(),
        // The digits alone are as clap reads them; 0x, 0o and 0b are not.
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().to_owned(),
        DeValue::Boolean(boolean) => boolean.to_string(),
        _ => return Err(Fault::Shape(key.to_owned())),
    };
    Ok(format!("--{key}={value}").into())
}

/// What clap says, without what it says around it to somebody at a command line.
fn sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    text.split("\n\n").next().unwrap_or(text).to_owned()
}
