<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ApprovalsPage</name>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>%n to decide</numerusform>
            <numerusform>%n to decide</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsksCard</name>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>%n to know</numerusform>
            <numerusform>%n to know</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting in my other roles</source>
        <translation>
            <numerusform>%n waiting in my other roles</numerusform>
            <numerusform>%n waiting in my other roles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CharterCard</name>
    <message numerus="yes">
        <source>%n signature(s) missing</source>
        <translation>
            <numerusform>%n signature missing</numerusform>
            <numerusform>%n signatures missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>%n to decide</numerusform>
            <numerusform>%n to decide</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DigestBand</name>
    <message numerus="yes">
        <source>You were nudged about %n piece(s) of work</source>
        <translation>
            <numerusform>You were nudged about %n piece of work</numerusform>
            <numerusform>You were nudged about %n pieces of work</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FlowPage</name>
    <message numerus="yes">
        <source>%n open order(s)</source>
        <translation>
            <numerusform>%n open order</numerusform>
            <numerusform>%n open orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message numerus="yes">
        <source>%n new order(s)</source>
        <translation>
            <numerusform>%n new order</numerusform>
            <numerusform>%n new orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) already here</source>
        <translation>
            <numerusform>%n order already here</numerusform>
            <numerusform>%n orders already here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) rejected</source>
        <translation>
            <numerusform>%n row rejected</numerusform>
            <numerusform>%n rows rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n order(s)</source>
        <translation>
            <numerusform>Imported: %n order</numerusform>
            <numerusform>Imported: %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved: %n row(s)</source>
        <translation>
            <numerusform>Saved: %n row</numerusform>
            <numerusform>Saved: %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MeetingsTab</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderChoice</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderExport</name>
    <message numerus="yes">
        <source>Exported: %n order(s)</source>
        <translation>
            <numerusform>Exported: %n order</numerusform>
            <numerusform>Exported: %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrdersPage</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed · update the order</source>
        <translation>
            <numerusform>%n changed · update the order</numerusform>
            <numerusform>%n changed · update the order</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message numerus="yes">
        <source>%n of them not read back by everybody</source>
        <translation>
            <numerusform>%n of them not read back by everybody</numerusform>
            <numerusform>%n of them not read back by everybody</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PacketCard</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) nobody accepted in time</source>
        <translation>
            <numerusform>%n item nobody accepted in time</numerusform>
            <numerusform>%n items nobody accepted in time</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhasesCard</name>
    <message numerus="yes">
        <source>%n late</source>
        <translation>
            <numerusform>%n late</numerusform>
            <numerusform>%n late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RejectedLines</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TeamCard</name>
    <message numerus="yes">
        <source>%n task(s) given; they stand above with their days.</source>
        <translation>
            <numerusform>%n task given; they stand above with their days.</numerusform>
            <numerusform>%n tasks given; they stand above with their days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Planned to end on {was}; now {now}, %n working day(s) later.</source>
        <translation>
            <numerusform>Planned to end on {was}; now {now}, %n working day later.</numerusform>
            <numerusform>Planned to end on {was}; now {now}, %n working days later.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplateChoice</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s)</source>
        <translation>
            <numerusform>%n paper</numerusform>
            <numerusform>%n papers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplatesTab</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TodayList</name>
    <message numerus="yes">
        <source>{state}, %n item(s) open</source>
        <translation>
            <numerusform>{state}, %n item open</numerusform>
            <numerusform>{state}, %n items open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message numerus="yes">
        <source>%n urgent warning(s)</source>
        <translation>
            <numerusform>%n urgent warning</numerusform>
            <numerusform>%n urgent warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>All %n</numerusform>
            <numerusform>All %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WarningsCard</name>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>All %n</numerusform>
            <numerusform>All %n</numerusform>
        </translation>
    </message>
</context>
</TS>
