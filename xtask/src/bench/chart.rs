//! The first contest as bars.

use std::io;
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Findings;
use super::contestants::Contestant;

/// Width and height of the picture.
const SIZE: (u32, u32) = (860, 340);

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
    let name = |at: &SegmentValue<usize>| match at {
        SegmentValue::CenterOf(index) => from_below(contestants, *index),
        _ => String::new(),
    };
    chart
        .configure_mesh()
        .disable_y_mesh()
        .x_label_formatter(&|seconds| format!("{seconds:.1}"))
        // Each place has a tick at its middle and one at its end, which has no name and is not drawn.
        .y_labels(contestants.len() + 1)
        .set_tick_mark_size(LabelAreaPosition::Left, 0)
        .y_label_formatter(&name)
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
    let values = contestants.iter().zip(&seconds).rev().enumerate().map(|(row, (_, seconds))| {
        let style = ("sans-serif", 13).into_text_style(&area).pos(Pos::new(HPos::Left, VPos::Center));
        Text::new(value(*seconds), (seconds + longest * 0.01, SegmentValue::CenterOf(row)), style)
    });
    chart.draw_series(values).map_err(|error| text(&error))?;
    area.present().map_err(|error| text(&error))
}

/// What is written beside a bar.
fn value(seconds: f64) -> String {
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1e3) } else { format!("{seconds:.2} s") }
}

/// The name of a bar; bars are drawn from below, and axes also ask for places without one.
fn from_below(contestants: &[Contestant], row: usize) -> String {
    let index = contestants.len().checked_sub(row + 1);
    index.and_then(|index| contestants.get(index)).map_or_else(String::new, |one| one.name.clone())
}
