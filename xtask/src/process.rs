//! Running other programs: a clean environment for cargo, errors that name the command.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A cargo command in the root of the checkout.
pub(crate) fn cargo() -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(workspace::root());
    forget_own_package(&mut command);
    command
}

/// Takes out of the environment what `cargo run` said about the xtask package itself.
///
/// A nested cargo, a test runner or the server would otherwise take `CARGO_MANIFEST_DIR` and its like
/// for their own.
pub(crate) fn forget_own_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if is_about_own_package(&name) {
            command.env_remove(name);
        }
    }
}

fn is_about_own_package(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| {
        name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || matches!(
                name,
                "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "OUT_DIR"
            )
    })
}

/// Runs `command` to its end; anything but success is an error that names it.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs `command` to its end and gives its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", line(command), output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something that is not UTF-8", line(command)))
}

/// Becomes `command`: its signals, its exit code.
///
/// Where the system can replace a process, Ctrl-C and `kill` reach the program itself.
#[cfg(unix)]
pub(crate) fn become_program(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    Err(error).with_context(|| format!("cannot start `{}`", line(command)))
}

/// Runs `command` in the place of this program and ends with its exit code.
#[cfg(not(unix))]
pub(crate) fn become_program(command: &mut Command) -> Result<ExitCode> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Builds one binary of the workspace with `cargo build <selection>` and gives its path. `output` runs the command
/// and gives its standard output.
///
/// Cargo is asked for the path, because only cargo knows where a target directory was configured.
pub(crate) fn build_binary(
    selection: &[&str],
    output: impl FnOnce(&mut Command) -> Result<String>,
) -> Result<PathBuf> {
    let mut build = cargo();
    build
        .arg("build")
        .args(selection)
        .arg("--message-format=json-render-diagnostics");
    let messages = output(&mut build)?;
    executable_in(&messages).with_context(|| format!("`{}` built no binary", line(&build)))
}

/// The last executable that cargo's JSON messages speak of: the selected one is linked last.
fn executable_in(messages: &str) -> Option<PathBuf> {
    messages.lines().rev().find_map(|message| {
        let message: serde_json::Value = serde_json::from_str(message).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    })
}

/// The command as one would type it, with the name of its program only.
pub(crate) fn line(command: &Command) -> String {
    let mut line = PathBuf::from(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_command_is_named_with_its_arguments_and_status() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed (exit status: 3)");
    }

    #[test]
    fn command_that_is_not_there_is_named() {
        let error = run(&mut Command::new("/nowhere/at/all")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `all`");
    }

    #[test]
    fn output_of_a_command_is_its_standard_output() {
        assert_eq!(
            output(Command::new("sh").args(["-c", "echo 울림"])).unwrap(),
            "울림\n"
        );
    }

    #[test]
    fn variables_about_this_package_are_forgotten_and_others_kept() {
        assert!(is_about_own_package(OsStr::new("CARGO_MANIFEST_DIR")));
        assert!(is_about_own_package(OsStr::new("CARGO_PKG_VERSION")));
        assert!(!is_about_own_package(OsStr::new("CARGO_TARGET_DIR")));
        assert!(!is_about_own_package(OsStr::new("CARGO_HOME")));
    }

    #[test]
    fn executable_is_the_last_one_that_cargo_speaks_of() {
        let messages = r#"{"reason":"compiler-artifact","executable":"/target/release/build-script"}
not json
{"reason":"compiler-artifact","executable":"/target/release/server"}
{"reason":"compiler-artifact","executable":null}
{"reason":"build-finished","success":true}"#;
        assert_eq!(
            executable_in(messages),
            Some(PathBuf::from("/target/release/server"))
        );
        assert_eq!(executable_in(""), None);
    }
}
