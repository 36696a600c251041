//! Times of members, which have no zone and two seconds of resolution.

use zip::DateTime;

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
    // Days since 1 March of year 0, in eras of 400 years.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
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
