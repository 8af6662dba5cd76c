//! What goes to stdout, and what to stderr.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::aside::note;
use super::failure::{Failure, of_study};
use crate::replace;
use crate::text::{harmless, harmless_json};

/// Where data goes.
pub(super) struct Output {
    stdout: Stdout,
    /// Whether the user wants JSON.
    pub(super) json: bool,
    /// The study named with `--study`.
    study: Option<PathBuf>,
}

impl Output {
    pub(super) fn new(json: bool, study: Option<&Path>) -> Self {
        Self {
            stdout: Stdout {
                to: BufWriter::new(io::stdout().lock()),
                recorded: None,
            },
            json,
            study: study.map(Path::to_owned),
        }
    }

    /// Takes down, from now on, what is written.
    pub(super) fn record(&mut self) {
        self.stdout.recorded = Some(Vec::new());
    }

    /// Returns what was taken down.
    pub(super) fn recorded(&self) -> &[u8] {
        self.stdout.recorded.as_deref().unwrap_or_default()
    }

    /// Writes what was taken down before.
    pub(super) fn known(&mut self, recorded: &[u8]) -> Result<(), Failure> {
        Ok(self.stdout.write_all(recorded)?)
    }

    /// Writes a line. Commands in backticks are for the study at hand.
    pub(super) fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        let text = of_study(text.as_ref(), self.study.as_deref());
        self.finished_line(&text)
    }

    /// Writes a line with colours in it; what is not motif's own must be
    /// harmless already.
    pub(super) fn colored_line(&mut self, line: &str) -> Result<(), Failure> {
        writeln!(self.stdout, "{line}")?;
        Ok(())
    }

    /// Writes a line as it is.
    fn finished_line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.stdout, "{}", harmless(text))?;
        Ok(())
    }

    /// Says something beside the data, with commands for the study at hand.
    pub(super) fn note(&self, text: &str) {
        note(&of_study(text, self.study.as_deref()));
    }

    /// Writes text after a mark, in lines a reader can follow.
    pub(super) fn paragraph(&mut self, mark: &str, text: &str) -> Result<(), Failure> {
        let indent = " ".repeat(mark.chars().count());
        let options = textwrap::Options::new(width())
            .initial_indent(mark)
            .subsequent_indent(&indent);
        let text = of_study(text, self.study.as_deref());
        let lines = textwrap::wrap(&text, options);
        lines.iter().try_for_each(|line| self.finished_line(line))
    }

    /// Writes a line of a log: `  7  2025-04-14T10:05:33Z  Ann  hid theme 4`.
    pub(super) fn log_line(
        &mut self,
        number: u32,
        at: &str,
        who: &str,
        what: &str,
        undone: bool,
    ) -> Result<(), Failure> {
        let undone = if undone { " (undone)" } else { "" };
        self.line(format!("{number:>3}  {at}  {who}  {what}{undone}"))
    }

    /// Writes a value as JSON.
    pub(super) fn value(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value).expect("what motif says is JSON");
        writeln!(self.stdout, "{}", harmless_json(&text))?;
        Ok(())
    }

    /// Writes a table with aligned columns; the numbers of `right` to the right.
    pub(super) fn table(
        &mut self,
        header: &[&str],
        rows: Vec<Vec<String>>,
        right: &[usize],
    ) -> Result<(), Failure> {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header(header)
            .add_rows(rows);
        if !std::io::stdout().is_terminal() {
            table.set_width(WIDTH as u16);
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((u16::from(index > 0), 1));
            if right.contains(&index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let text = table.to_string();
        for line in text.lines() {
            self.finished_line(line.trim_end())?;
        }
        Ok(())
    }

    /// Writes a result to a file, or to stdout for `-` or no file.
    pub(super) fn document(&mut self, text: &str, file: Option<&Path>) -> Result<(), Failure> {
        self.bytes(text.as_bytes(), file.unwrap_or(Path::new("-")))
    }

    /// Writes bytes to a file, or to stdout for `-`: as they are to a program,
    /// and as what a person may see to a terminal.
    pub(super) fn bytes(&mut self, bytes: &[u8], file: &Path) -> Result<(), Failure> {
        if file.as_os_str() == "-" {
            match std::str::from_utf8(bytes) {
                _ if !std::io::stdout().is_terminal() => self.stdout.write_all(bytes)?,
                Ok(text) => self.stdout.write_all(harmless(text).as_bytes())?,
                Err(_) => return Err(Failure::BytesForTerminal),
            }
            return Ok(());
        }
        replace::with_bytes(file, bytes).map_err(Failure::writing(file))?;
        note(&format!("wrote `{}`", file.display()));
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.stdout.flush()?;
        Ok(())
    }
}

/// The standard output, and what was written to it where that is taken down.
struct Stdout {
    to: BufWriter<StdoutLock<'static>>,
    recorded: Option<Vec<u8>>,
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        if let Some(recorded) = &mut self.recorded {
            recorded.extend(&bytes[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The width of a line in a pipe, and the widest on a terminal.
const WIDTH: usize = 110;

pub(super) fn width() -> usize {
    if std::io::stdout().is_terminal() {
        textwrap::termwidth().min(WIDTH)
    } else {
        WIDTH
    }
}

/// Shows that long work goes on; nothing in a pipe.
pub(super) fn working(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(what.to_owned());
    bar.set_style(ProgressStyle::default_spinner().tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Shows how many of a number of files are done; nothing in a pipe.
pub(super) fn counting(what: &str, files: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() || files < 2 {
        return working(what);
    }
    let bar = ProgressBar::new(files as u64).with_message(what.to_owned());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Returns a count with its noun: `1 row`, `1,204 rows`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    crate::report::words::count(number as u64, one, many)
}
