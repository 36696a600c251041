//! The first contest as bars.

use std::io;
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Findings;
use super::contestants::Contestant;

/// Width and height of the picture.
const SIZE: (u32, u32) = (860, 340);

/// How far texts are from their bar.
const GAP: i32 = 6;

/// The colour of our own bars, and that of the others.
const COLOURS: [RGBColor; 2] = [RGBColor(46, 125, 50), RGBColor(144, 164, 174)];

/// Draws the picture.
pub(crate) fn draw(path: &Path, findings: &Findings) -> io::Result<()> {
    let Some(contest) = findings.contests.first() else { return Ok(()) };
    bars(path, &contest.contestants, &findings.interpreter.target.to_string()).map_err(io::Error::other)
}

fn bars(path: &Path, contestants: &[Contestant], version: &str) -> Result<(), String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let seconds: Vec<f64> = contestants.iter().map(|one| one.median().wall.as_secs_f64()).collect();
    let longest = seconds.iter().copied().fold(0.0, f64::max);
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE).map_err(|error| text(&error))?;
    let title = format!("Standard library of CPython {version}: seconds on the wall, everything to compile");
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 16))
        .margin(12)
        .x_label_area_size(30)
        .y_label_area_size(250)
        .build_cartesian_2d(0.0..longest * 1.15, (0..contestants.len()).into_segmented())
        .map_err(|error| text(&error))?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        // It would have places between the bars, too.
        .disable_y_axis()
        .x_label_formatter(&|seconds| format!("{seconds:.1}"))
        .draw()
        .map_err(|error| text(&error))?;
    let bars = contestants.iter().zip(&seconds).rev().enumerate().map(|(row, (one, seconds))| {
        let colour = COLOURS[usize::from(!one.name.starts_with("pycmill"))];
        let corners = [(0.0, SegmentValue::Exact(row)), (*seconds, SegmentValue::Exact(row + 1))];
        let mut bar = Rectangle::new(corners, colour.filled());
        bar.set_margin(4, 4, 0, 0);
        bar
    });
    chart.draw_series(bars).map_err(|error| text(&error))?;
    for (row, (one, seconds)) in contestants.iter().zip(&seconds).rev().enumerate() {
        let beside = |at: f64, gap: i32, side: HPos, words: &str| {
            let (x, y) = chart.backend_coord(&(at, SegmentValue::CenterOf(row)));
            let style = ("sans-serif", 13).into_text_style(&area).pos(Pos::new(side, VPos::Center));
            area.draw_text(words, &style, (x + gap, y))
        };
        beside(0.0, -GAP, HPos::Right, &one.name).map_err(|error| text(&error))?;
        beside(*seconds, GAP, HPos::Left, &value(*seconds)).map_err(|error| text(&error))?;
    }
    area.present().map_err(|error| text(&error))
}

/// What is written beside a bar.
fn value(seconds: f64) -> String {
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1e3) } else { format!("{seconds:.2} s") }
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    use super::super::measure::Sample;
    use super::*;

    fn contestant(name: &str, seconds: f64) -> Contestant {
        let sample = Sample { wall: Duration::from_secs_f64(seconds), processor: Duration::ZERO, memory: 0 };
        Contestant {
            name: name.to_owned(),
            prepare: Box::new(|| Ok(())),
            command: Box::new(|| Command::new("true")),
            samples: vec![sample],
        }
    }

    #[test]
    fn bars_have_names_and_values() {
        let path = std::env::temp_dir().join(format!("pycmill-chart-{}.svg", std::process::id()));
        let contestants = [contestant("pycmill, 1 worker", 0.55), contestant("compileall", 4.25)];
        bars(&path, &contestants, "3.13.0").expect("it can be drawn");
        let picture = std::fs::read_to_string(&path).expect("it was written");
        std::fs::remove_file(&path).expect("it can be removed");
        for text in ["pycmill, 1 worker", "compileall", "550 ms", "4.25 s"] {
            assert_eq!(picture.lines().filter(|line| line.trim() == text).count(), 1, "{text}: {picture}");
        }
        let is_empty = |pair: &[&str]| pair[0].starts_with("<text") && pair[1].trim().is_empty();
        assert!(!picture.lines().collect::<Vec<_>>().windows(2).any(is_empty), "{picture}");
    }
}
