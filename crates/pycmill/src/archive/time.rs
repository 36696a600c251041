//! Times of members, which have no zone and two seconds of resolution.

use zip::DateTime;

use crate::calendar;

/// The earlier of a member's time and a limit in seconds since 1970; a limit before 1980 is the start of that year.
pub(crate) fn at_most(time: DateTime, latest: Option<i64>) -> DateTime {
    match latest.map(|latest| of_seconds(latest.max(FIRST))) {
        Some(Some(latest)) if parts(latest) < parts(time) => latest,
        _ => time,
    }
}

/// 1980-01-01, before which no member can be.
const FIRST: i64 = 315_532_800;
const DAY: i64 = 86_400;

fn parts(time: DateTime) -> [u16; 6] {
    let [month, day, hour, minute, second] =
        [time.month(), time.day(), time.hour(), time.minute(), time.second()].map(u16::from);
    [time.year(), month, day, hour, minute, second]
}

/// A time in UTC; nothing after 2107.
fn of_seconds(seconds: i64) -> Option<DateTime> {
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let (year, month, day) = calendar::date(days);
    let [month, day, hour, minute, second] =
        [month, day, rest / 3600, rest / 60 % 60, rest % 60].map(|part| u8::try_from(part).unwrap_or(0));
    DateTime::from_date_and_time(u16::try_from(year).ok()?, month, day, hour, minute, second).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_time_counts() {
        let time = DateTime::from_date_and_time(2024, 2, 29, 12, 30, 10).expect("a time");
        let shown = |latest: Option<i64>| parts(at_most(time, latest));
        assert_eq!(shown(None), [2024, 2, 29, 12, 30, 10]);
        // 2023-12-31 23:59:58 UTC.
        assert_eq!(shown(Some(1_704_067_198)), [2023, 12, 31, 23, 59, 58]);
        assert_eq!(shown(Some(1_709_209_811)), [2024, 2, 29, 12, 30, 10]);
        assert_eq!(shown(Some(0)), [1980, 1, 1, 0, 0, 0]);
        assert_eq!(shown(Some(i64::MAX / 2)), [2024, 2, 29, 12, 30, 10]);
    }
}
