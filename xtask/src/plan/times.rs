//! How long the steps took the last time in this checkout, for the next estimate.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// The seconds that a step took, by its name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Times(BTreeMap<String, f64>);

impl Times {
    /// The times in `file`. Without a readable one there are none: they only make an estimate better.
    pub(super) fn load(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        let times = text.lines().filter_map(|line| {
            let (seconds, name) = line.split_once(' ')?;
            Some((name.to_owned(), seconds.parse().ok()?))
        });
        Self(times.collect())
    }

    /// What the step took the last time.
    pub(super) fn of(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// Notes what a step took.
    pub(super) fn note(&mut self, name: &str, took: Duration) {
        self.0.insert(name.to_owned(), took.as_secs_f64());
    }

    /// Writes the times to `file`.
    pub(super) fn save(&self, file: &Path) -> Result<()> {
        let times = self.0.iter();
        let text: String = times
            .map(|(name, seconds)| format!("{seconds:.1} {name}\n"))
            .collect();
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_saved_are_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state").join("times");
        let mut times = Times::load(&file);
        assert_eq!(times, Times::default());
        times.note("the server", Duration::from_millis(12_500));
        times.note("trunk 0.21.14", Duration::from_secs(90));
        times.save(&file).unwrap();
        let loaded = Times::load(&file);
        assert_eq!(loaded, times);
        assert_eq!(loaded.of("the server"), Some(12.5));
        assert_eq!(loaded.of("the page"), None);
    }

    #[test]
    fn times_of_a_damaged_file_are_those_that_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("times");
        fs::write(&file, "x the page\n\n3.5 the server\n").unwrap();
        let times = Times::load(&file);
        assert_eq!(times.of("the page"), None);
        assert_eq!(times.of("the server"), Some(3.5));
    }
}
