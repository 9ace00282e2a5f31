/* foreign_table.c - listen: what does the module with the libraries of others give? */
#include "listen/foreign.h"

__attribute__((visibility("default"))) const struct foreign kith_foreign = {
    .version = FOREIGN_VERSION,
    .kith = KITH_VERSION,
    .mail_read = mail_read,
    .mail_told = mail_told,
    .feed_xml_open = feed_xml_open,
    .feed_xml_next = feed_xml_next,
    .feed_xml_close = feed_xml_close,
    .feed_xml_meta = feed_xml_meta,
    .feed_xml_remarks = feed_xml_remarks,
    .schedule_xml_open = schedule_xml_open,
    .schedule_xml_next = schedule_xml_next,
    .schedule_xml_close = schedule_xml_close,
    .schedule_xml_meta = schedule_xml_meta,
    .calendar_zone_open = calendar_zone_open,
    .calendar_zone_close = calendar_zone_close,
    .calendar_zone_second = calendar_zone_second,
    .calendar_rule_run = calendar_rule_run,
    .zone_second = zone_second,
    .unpack_entries = unpack_entries,
};
