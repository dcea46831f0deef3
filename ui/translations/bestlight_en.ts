<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Asking</name>
        <message numerus="yes">
            <source>One look for %n clip(s), those of one scene levelled to each other?</source>
            <translation>
                <numerusform>One look for %n clip?</numerusform>
                <numerusform>One look for %n clips, those of one scene levelled to each other?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>BlindResultView</name>
        <message numerus="yes">
            <source>Votes for neither: %n.</source>
            <translation>
                <numerusform>Votes for neither: %n.</numerusform>
                <numerusform>Votes for neither: %n.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Each pair was asked %n time(s).</source>
            <translation>
                <numerusform>Each pair was asked once.</numerusform>
                <numerusform>Each pair was asked %n times.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>BlindView</name>
        <message numerus="yes">
            <source>%n pair(s) after this one</source>
            <translation>
                <numerusform>%n pair after this one</numerusform>
                <numerusform>%n pairs after this one</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ClipsModel</name>
        <message numerus="yes">
            <source>%n file(s) are not there, or no pictures or clips: </source>
            <translation>
                <numerusform>%n file is not there, or no picture or clip: </numerusform>
                <numerusform>%n files are not there, or no pictures or clips: </numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DeliveryModel</name>
        <message numerus="yes">
            <source>applied to %n clip(s)</source>
            <translation>
                <numerusform>applied to %n clip</numerusform>
                <numerusform>applied to %n clips</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>One look for %n clip(s)</source>
            <translation>
                <numerusform>One look for %n clip</numerusform>
                <numerusform>One look for %n clips</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LibraryModel</name>
        <message numerus="yes">
            <source>%n picture(s) were left out: </source>
            <translation>
                <numerusform>%n picture was left out: </numerusform>
                <numerusform>%n pictures were left out: </numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LibraryView</name>
        <message numerus="yes">
            <source>%n picture(s) to be read…</source>
            <translation>
                <numerusform>%n picture to be read…</numerusform>
                <numerusform>%n pictures to be read…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n picture</numerusform>
                <numerusform>%n pictures</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LutsModel</name>
        <message numerus="yes">
            <source>%n LUT(s) were left out: </source>
            <translation>
                <numerusform>%n LUT was left out: </numerusform>
                <numerusform>%n LUTs were left out: </numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LutsView</name>
        <message numerus="yes">
            <source>%n LUT(s) to be read…</source>
            <translation>
                <numerusform>%n LUT to be read…</numerusform>
                <numerusform>%n LUTs to be read…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n LUT(s)</source>
            <translation>
                <numerusform>%n LUT</numerusform>
                <numerusform>%n LUTs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PanelModel</name>
        <message numerus="yes">
            <source>%n clip(s) of this project are not there: </source>
            <translation>
                <numerusform>%n clip of this project is not there: </numerusform>
                <numerusform>%n clips of this project are not there: </numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReferencesModel</name>
        <message numerus="yes">
            <source> and %n more</source>
            <translation>
                <numerusform> and %n more</numerusform>
                <numerusform> and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) were left out: </source>
            <translation>
                <numerusform>%n picture was left out: </numerusform>
                <numerusform>%n pictures were left out: </numerusform>
            </translation>
        </message>
    </context>
</TS>
