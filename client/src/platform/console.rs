//! The developer console.

/// Prints a line, as `console.log` does.
pub fn print(line: &str) {
    web_sys::console::log_1(&line.into());
}
