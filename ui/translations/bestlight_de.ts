<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
    <context>
        <name>Asking</name>
        <message>
            <source>Like which still?</source>
            <translation>Wie welches Standbild?</translation>
        </message>
        <message>
            <source>Add clips</source>
            <translation>Clips hinzufügen</translation>
        </message>
        <message>
            <source>Add references</source>
            <translation>Referenzen hinzufügen</translation>
        </message>
        <message>
            <source>Before the grade</source>
            <translation>Vor dem Grading</translation>
        </message>
        <message>
            <source>The same after the grade</source>
            <translation>Dasselbe nach dem Grading</translation>
        </message>
        <message>
            <source>Clips and pictures</source>
            <translation>Clips und Bilder</translation>
        </message>
        <message>
            <source>Export LUT</source>
            <translation>LUT sichern</translation>
        </message>
        <message>
            <source>Where to</source>
            <translation>Wohin</translation>
        </message>
        <message>
            <source>Apply to several</source>
            <translation>Auf mehrere anwenden</translation>
        </message>
        <message numerus="yes">
            <source>One look for %n clip(s), those of one scene levelled to each other?</source>
            <translation>
                <numerusform>Ein Look für %n Clip?</numerusform>
                <numerusform>Ein Look für %n Clips, die einer Szene aneinander angeglichen?</numerusform>
            </translation>
        </message>
        <message>
            <source>This is still under way and would be stopped. Close the panel?</source>
            <translation>Das läuft noch und würde abgebrochen. Das Fenster schließen?</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>BakingModel</name>
        <message>
            <source>this look could not be made; the picture is of an earlier one</source>
            <translation>dieser Look war nicht zu machen; das Bild ist von einem früheren</translation>
        </message>
        <message>
            <source>waiting for the picture</source>
            <translation>warte auf das Bild</translation>
        </message>
        <message>
            <source>nothing is asked for yet</source>
            <translation>noch nichts ist verlangt</translation>
        </message>
        <message>
            <source>the LUT is being checked</source>
            <translation>die LUT wird geprüft</translation>
        </message>
        <message>
            <source>smooth, in order, nothing folds</source>
            <translation>glatt, geordnet, nichts faltet sich</translation>
        </message>
        <message>
            <source>nothing of this frame newly clips</source>
            <translation>in diesem Bild wird nichts neu abgeschnitten</translation>
        </message>
    </context>
    <context>
        <name>BlindResultView</name>
        <message>
            <source>Result of the compare</source>
            <translation>Ergebnis des Vergleichs</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>Noch einmal fragen</translation>
        </message>
        <message>
            <source>End (Esc)</source>
            <translation>Beenden (Esc)</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>No candidate was better than another.</source>
            <translation>Kein Kandidat war besser als ein anderer.</translation>
        </message>
        <message>
            <source>Preferred equally often: %1.</source>
            <translation>Gleich oft vorgezogen: %1.</translation>
        </message>
        <message>
            <source>Preferred most often: %1, %2 of %3 times.</source>
            <translation>Am häufigsten vorgezogen: %1, %2 von %3 Mal.</translation>
        </message>
        <message numerus="yes">
            <source>Votes for neither: %n.</source>
            <translation>
                <numerusform>Stimmen für keinen: %n.</numerusform>
                <numerusform>Stimmen für keinen: %n.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Each pair was asked %n time(s).</source>
            <translation>
                <numerusform>Jedes Paar wurde %n Mal gefragt.</numerusform>
                <numerusform>Jedes Paar wurde %n Mal gefragt.</numerusform>
            </translation>
        </message>
        <message>
            <source>So few votes can fall so by chance: ask again, or go by your eye.</source>
            <translation>So wenige Stimmen können durch Zufall so fallen: noch einmal fragen, oder dem Auge folgen.</translation>
        </message>
        <message>
            <source>By chance that would be rare: on this shot you do prefer it.</source>
            <translation>Durch Zufall wäre das selten: Auf dieser Einstellung ziehen Sie ihn wirklich vor.</translation>
        </message>
        <message>
            <source>A click takes one.</source>
            <translation>Ein Klick nimmt einen.</translation>
        </message>
    </context>
    <context>
        <name>BlindView</name>
        <message>
            <source>Blind compare</source>
            <translation>Blindvergleich</translation>
        </message>
        <message>
            <source>Left candidate</source>
            <translation>Linker Kandidat</translation>
        </message>
        <message>
            <source>Right candidate</source>
            <translation>Rechter Kandidat</translation>
        </message>
        <message>
            <source>← Left is better</source>
            <translation>← Links ist besser</translation>
        </message>
        <message>
            <source>↓ Neither</source>
            <translation>↓ Keiner</translation>
        </message>
        <message>
            <source>Right is better →</source>
            <translation>Rechts ist besser →</translation>
        </message>
        <message>
            <source>End (Esc)</source>
            <translation>Beenden (Esc)</translation>
        </message>
        <message>
            <source>Which is better on this shot?</source>
            <translation>Welcher ist auf dieser Einstellung besser?</translation>
        </message>
        <message numerus="yes">
            <source>%n pair(s) after this one</source>
            <translation>
                <numerusform>danach noch %n Paar</numerusform>
                <numerusform>danach noch %n Paare</numerusform>
            </translation>
        </message>
        <message>
            <source>under way…</source>
            <translation>unterwegs …</translation>
        </message>
    </context>
    <context>
        <name>Candidates</name>
        <message>
            <source>as asked</source>
            <translation>wie verlangt</translation>
        </message>
        <message>
            <source>half as strong</source>
            <translation>halb so stark</translation>
        </message>
        <message>
            <source>half as strong again</source>
            <translation>anderthalbmal so stark</translation>
        </message>
        <message>
            <source>twice as strong</source>
            <translation>doppelt so stark</translation>
        </message>
        <message>
            <source>tonality, and a third of the colour</source>
            <translation>Tonwerte und ein Drittel der Farbe</translation>
        </message>
        <message>
            <source>balanced</source>
            <translation>ausgewogen</translation>
        </message>
        <message>
            <source>bold</source>
            <translation>kühn</translation>
        </message>
        <message>
            <source>careful</source>
            <translation>behutsam</translation>
        </message>
        <message>
            <source>keeps the shot's brightness</source>
            <translation>behält die Helligkeit der Einstellung</translation>
        </message>
        <message>
            <source>tonality, and half of the colour</source>
            <translation>Tonwerte und die Hälfte der Farbe</translation>
        </message>
        <message>
            <source>the style alone</source>
            <translation>der Stil allein</translation>
        </message>
        <message>
            <source>bold, but keeps the shot's brightness</source>
            <translation>kühn, aber mit der Helligkeit der Einstellung</translation>
        </message>
        <message>
            <source>bold tonality, and half of the colour</source>
            <translation>kühne Tonwerte und die Hälfte der Farbe</translation>
        </message>
    </context>
    <context>
        <name>CandidatesView</name>
        <message>
            <source>Candidates</source>
            <translation>Kandidaten</translation>
        </message>
        <message>
            <source>More like this</source>
            <translation>Mehr davon</translation>
        </message>
        <message>
            <source>Blind compare</source>
            <translation>Blindvergleich</translation>
        </message>
        <message>
            <source>Two at a time, unnamed: say which is better on this shot</source>
            <translation>Immer zwei ohne Namen: sagen Sie, welcher auf dieser Einstellung besser ist</translation>
        </message>
        <message>
            <source>in the order of
your votes</source>
            <translation>in der Ordnung
Ihrer Stimmen</translation>
        </message>
        <message>
            <source>under way…</source>
            <translation>unterwegs …</translation>
        </message>
    </context>
    <context>
        <name>ChoicesWindow</name>
        <message>
            <source>Your choices</source>
            <translation>Ihre Entscheidungen</translation>
        </message>
        <message>
            <source>Kept on this machine alone, as settings and figures, without a picture: </source>
            <translation>Nur auf diesem Rechner, als Einstellungen und Zahlen, ohne Bild: </translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Delete the marked</source>
            <translation>Markierte löschen</translation>
        </message>
        <message>
            <source>Delete all</source>
            <translation>Alle löschen</translation>
        </message>
        <message>
            <source>Vote</source>
            <translation>Stimme</translation>
        </message>
        <message>
            <source>Pick</source>
            <translation>Auswahl</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern</translation>
        </message>
        <message>
            <source>Applied</source>
            <translation>Angewandt</translation>
        </message>
        <message>
            <source>neither of two</source>
            <translation>keiner von zweien</translation>
        </message>
        <message>
            <source>number %1 of %2</source>
            <translation>Nummer %1 von %2</translation>
        </message>
        <message>
            <source>Export your choices</source>
            <translation>Ihre Entscheidungen exportieren</translation>
        </message>
    </context>
    <context>
        <name>ClipsModel</name>
        <message numerus="yes">
            <source>%n file(s) are not there, or no pictures or clips: </source>
            <translation>
                <numerusform>%n Datei fehlt oder ist weder Bild noch Clip: </numerusform>
                <numerusform>%n Dateien fehlen oder sind weder Bild noch Clip: </numerusform>
            </translation>
        </message>
        <message>
            <source>only %1 clips are listed at once; %2 were left out</source>
            <translation>höchstens %1 Clips stehen in der Liste; %2 wurden ausgelassen</translation>
        </message>
    </context>
    <context>
        <name>ClipsView</name>
        <message>
            <source>Clips</source>
            <translation>Clips</translation>
        </message>
        <message>
            <source>Add clips…</source>
            <translation>Clips hinzufügen …</translation>
        </message>
        <message>
            <source>Remove from list</source>
            <translation>Aus der Liste nehmen</translation>
        </message>
        <message>
            <source>Use its look as a reference</source>
            <translation>Seinen Look als Referenz nehmen</translation>
        </message>
    </context>
    <context>
        <name>DeliverView</name>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Apply to several…</source>
            <translation>Auf mehrere …</translation>
        </message>
        <message>
            <source>Revert</source>
            <translation>Zurücknehmen</translation>
        </message>
        <message>
            <source>Export LUT…</source>
            <translation>LUT sichern …</translation>
        </message>
        <message>
            <source>Render and report…</source>
            <translation>Rendern, Bericht …</translation>
        </message>
        <message>
            <source>Install for…</source>
            <translation>Installieren für …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Output space of the LUT</source>
            <translation>Ausgabefarbraum der LUT</translation>
        </message>
        <message>
            <source>Drifted: %1 was changed since.</source>
            <translation>Abgewichen: %1 wurde seither geändert.</translation>
        </message>
        <message>
            <source>Missing: apply again, or revert. %1 is gone.</source>
            <translation>Fehlt: neu anwenden oder zurücknehmen. %1 ist weg.</translation>
        </message>
        <message>
            <source>Grid of the LUT</source>
            <translation>Gitter der LUT</translation>
        </message>
        <message>
            <source>Grid: %1</source>
            <translation>Gitter: %1</translation>
        </message>
        <message>
            <source>Nothing is applied.</source>
            <translation>Nichts ist angewendet.</translation>
        </message>
        <message>
            <source>Preview: not applied.</source>
            <translation>Vorschau: nicht angewendet.</translation>
        </message>
        <message>
            <source>Output space: automatic</source>
            <translation>Ausgabe: automatisch</translation>
        </message>
        <message>
            <source>Output space: as the clip</source>
            <translation>Ausgabe: wie der Clip</translation>
        </message>
        <message>
            <source>Output space: a display</source>
            <translation>Ausgabe: ein Bildschirm</translation>
        </message>
        <message>
            <source>Grid: automatic</source>
            <translation>Gitter: automatisch</translation>
        </message>
        <message>
            <source> On the clip: %1.</source>
            <translation> Auf dem Clip: %1.</translation>
        </message>
        <message>
            <source>Applied and verified: %1.</source>
            <translation>Angewendet und geprüft: %1.</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>checking</source>
            <translation>Prüfung</translation>
        </message>
        <message>
            <source>sound</source>
            <translation>in Ordnung</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>fault</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>Anyway</source>
            <translation>Trotzdem</translation>
        </message>
    </context>
    <context>
        <name>DeliveryModel</name>
        <message>
            <source>applied as %1</source>
            <translation>angewendet als %1</translation>
        </message>
        <message>
            <source>Putting the LUT on the clip</source>
            <translation>Die LUT wird angewendet</translation>
        </message>
        <message numerus="yes">
            <source>applied to %n clip(s)</source>
            <translation>
                <numerusform>auf %n Clip angewendet</numerusform>
                <numerusform>auf %n Clips angewendet</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>One look for %n clip(s)</source>
            <translation>
                <numerusform>Ein Look für %n Clip</numerusform>
                <numerusform>Ein Look für %n Clips</numerusform>
            </translation>
        </message>
        <message>
            <source>taken back; the clip is at %1</source>
            <translation>zurückgenommen; der Clip steht auf %1</translation>
        </message>
        <message>
            <source>Taking the LUT back</source>
            <translation>Die LUT wird zurückgenommen</translation>
        </message>
        <message>
            <source>Writing the LUT</source>
            <translation>Die LUT wird geschrieben</translation>
        </message>
        <message>
            <source>written: %1</source>
            <translation>geschrieben: %1</translation>
        </message>
        <message>
            <source>Rendering the graded clip</source>
            <translation>Der Clip wird gerendert</translation>
        </message>
        <message>
            <source>stopped; nothing was written</source>
            <translation>angehalten; nichts wurde geschrieben</translation>
        </message>
        <message>
            <source>taken back, file removed: %2; the clip is at %1</source>
            <translation>zurückgenommen, Datei entfernt: %2; der Clip steht auf %1</translation>
        </message>
    </context>
    <context>
        <name>FrameState</name>
        <message>
            <source>Drifted – {0} was changed</source>
            <translation>Abgewichen – {0} wurde geändert</translation>
        </message>
        <message>
            <source>Missing – {0} is not there any more</source>
            <translation>Fehlt – {0} ist nicht mehr da</translation>
        </message>
        <message>
            <source>Preview – not applied</source>
            <translation>Vorschau – nicht angewendet</translation>
        </message>
        <message>
            <source>Applied – LUT file written: {0}</source>
            <translation>Angewendet – LUT-Datei geschrieben: {0}</translation>
        </message>
        <message>
            <source>Preview – not in the node yet</source>
            <translation>Vorschau – noch nicht im Node</translation>
        </message>
        <message>
            <source>Applied – this is in the node</source>
            <translation>Angewendet – dies ist im Node</translation>
        </message>
        <message>
            <source>Drifted – the node holds something else</source>
            <translation>Abgewichen – im Node ist etwas anderes</translation>
        </message>
        <message>
            <source>Missing – the LUT is no longer in the node</source>
            <translation>Fehlt – die LUT ist nicht mehr im Node</translation>
        </message>
    </context>
    <context>
        <name>FrameView</name>
        <message>
            <source>Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <source>After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>Referenz</translation>
        </message>
        <message>
            <source>{0} – no reference to compare with</source>
            <translation>{0} – keine Referenz zum Vergleich</translation>
        </message>
    </context>
    <context>
        <name>Health</name>
        <message>
            <source>gradients may band (lower the strength or contrast)</source>
            <translation>Verläufe können Stufen zeigen (Stärke oder Kontrast senken)</translation>
        </message>
        <message>
            <source>some colours change places (lower the strength or what moves hues)</source>
            <translation>einige Farben tauschen die Plätze (Stärke senken, oder was Farbtöne bewegt)</translation>
        </message>
        <message>
            <source>brighter colours turn darker in places (lower the strength)</source>
            <translation>hellere Farben werden stellenweise dunkler (Stärke senken)</translation>
        </message>
        <message>
            <source>a brighter grey turns darker (lower contrast or whites)</source>
            <translation>ein helleres Grau wird dunkler (Kontrast oder Weiß senken)</translation>
        </message>
        <message>
            <source>blacks or whites lose detail (bring blacks or whites back)</source>
            <translation>Schwarz oder Weiß verliert Zeichnung (Schwarz oder Weiß zurücknehmen)</translation>
        </message>
        <message>
            <source>black (bars too) becomes R {0} G {1} B {2} (raise Keep black, or lower blacks)</source>
            <translation>Schwarz (auch Balken) wird R {0} G {1} B {2} (Schwarz halten anheben oder Schwarz senken)</translation>
        </message>
        <message>
            <source>skin shifts in hue (keep the skin, or lower the strength)</source>
            <translation>Haut verschiebt sich im Farbton (Haut bewahren oder Stärke senken)</translation>
        </message>
        <message>
            <source>skin shifts in hue (lower the strength)</source>
            <translation>Haut ändert den Farbton (Stärke senken)</translation>
        </message>
        <message>
            <source>some colours become one (lower saturation or the strength)</source>
            <translation>einige Farben werden eins (Sättigung oder Stärke senken)</translation>
        </message>
        <message>
            <source>at white</source>
            <translation>auf Weiß</translation>
        </message>
        <message>
            <source>at black</source>
            <translation>auf Schwarz</translation>
        </message>
        <message>
            <source>of this frame newly clips: {0}</source>
            <translation>in diesem Bild neu abgeschnitten: {0}</translation>
        </message>
        <message>
            <source>{0}, by “{1}” (less of it)</source>
            <translation>{0}, durch „{1}“ (weniger davon)</translation>
        </message>
        <message>
            <source>of what regions change, a smooth LUT keeps {0} (soften or widen them)</source>
            <translation>von dem, was Bereiche ändern, behält eine glatte LUT {0} (sie weicher oder weiter machen)</translation>
        </message>
    </context>
    <context>
        <name>Install</name>
        <message>
            <source>%1, into a folder…</source>
            <translation>%1, in einen Ordner …</translation>
        </message>
        <message>
            <source>Its folder is not known here</source>
            <translation>Sein Ordner ist hier nicht bekannt</translation>
        </message>
        <message>
            <source>restart Premiere; it is under Creative &gt; Look, or Input LUT for log clips</source>
            <translation>starten Sie Premiere neu; die LUT steht unter Creative &gt; Look, bei Log-Clips unter Input LUT</translation>
        </message>
        <message>
            <source>choose it in the effect Apply Color LUT</source>
            <translation>wählen Sie sie im Effekt Apply Color LUT</translation>
        </message>
        <message>
            <source>choose it in the effect Custom LUT, Choose Custom LUT</source>
            <translation>wählen Sie sie im Effekt Custom LUT mit Choose Custom LUT</translation>
        </message>
        <message>
            <source>import it in Source Settings</source>
            <translation>importieren Sie sie in den Source Settings</translation>
        </message>
        <message>
            <source>choose it in an operator LUT, or in Truelight</source>
            <translation>in einem Operator LUT oder in Truelight wählen</translation>
        </message>
        <message>
            <source>load it in a layer Color Lookup, Load 3D LUT</source>
            <translation>laden Sie sie in einer Ebene Color Lookup mit Load 3D LUT</translation>
        </message>
        <message>
            <source>update the LUT list in Resolve; it is under %1</source>
            <translation>aktualisieren Sie in Resolve die LUT-Liste; sie steht unter %1</translation>
        </message>
    </context>
    <context>
        <name>Intake</name>
        <message>
            <source>Other clips, as they are graded now</source>
            <translation>Andere Clips, wie sie jetzt gegradet sind</translation>
        </message>
        <message numerus="yes">
            <source>… and %n more: right-click one in the list of clips</source>
            <translation>
                <numerusform>… und %n weiterer: in der Clipliste mit der rechten Taste</numerusform>
                <numerusform>… und %n weitere: in der Clipliste mit der rechten Taste</numerusform>
            </translation>
        </message>
        <message>
            <source>There is no other clip</source>
            <translation>Es gibt keinen anderen Clip</translation>
        </message>
        <message>
            <source>Stills of the gallery</source>
            <translation>Standbilder der Galerie</translation>
        </message>
        <message>
            <source>The gallery has no stills</source>
            <translation>Die Galerie hat keine Standbilder</translation>
        </message>
        <message>
            <source>%1 is an address, not a file</source>
            <translation>%1 ist eine Adresse, keine Datei</translation>
        </message>
        <message>
            <source>nothing is fetched from the network; save it as a file, and drop that</source>
            <translation>nichts wird aus dem Netz geholt; als Datei sichern und diese hierher ziehen</translation>
        </message>
        <message>
            <source>this is text, not a picture or a clip</source>
            <translation>das ist Text, weder Bild noch Clip</translation>
        </message>
        <message>
            <source>drop a file; a look in words belongs under Say</source>
            <translation>eine Datei hierher ziehen; Worte gehören unter „Sagen“</translation>
        </message>
    </context>
    <context>
        <name>KeepSwitches</name>
        <message>
            <source>skin</source>
            <translation>Haut</translation>
        </message>
        <message>
            <source>sky</source>
            <translation>Himmel</translation>
        </message>
        <message>
            <source>foliage</source>
            <translation>Laub</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Schützen</translation>
        </message>
    </context>
    <context>
        <name>LibraryModel</name>
        <message numerus="yes">
            <source>%n picture(s) were left out: </source>
            <translation>
                <numerusform>%n Bild wurde ausgelassen: </numerusform>
                <numerusform>%n Bilder wurden ausgelassen: </numerusform>
            </translation>
        </message>
        <message>
            <source>a library shows at most %1</source>
            <translation>eine Bibliothek zeigt höchstens %1</translation>
        </message>
    </context>
    <context>
        <name>LibraryView</name>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Find by name</source>
            <translation>Nach Name suchen</translation>
        </message>
        <message>
            <source>Find a picture</source>
            <translation>Bild suchen</translation>
        </message>
        <message>
            <source>Order of the pictures</source>
            <translation>Ordnung der Bilder</translation>
        </message>
        <message>
            <source>By name</source>
            <translation>Nach Name</translation>
        </message>
        <message>
            <source>Like the picture</source>
            <translation>Wie das Bild</translation>
        </message>
        <message>
            <source>Dark to bright</source>
            <translation>Dunkel bis hell</translation>
        </message>
        <message>
            <source>By hue</source>
            <translation>Nach Farbton</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>Ordner …</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) to be read…</source>
            <translation>
                <numerusform>noch %n Bild zu lesen …</numerusform>
                <numerusform>noch %n Bilder zu lesen …</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose a folder of stills; a double click takes one as reference.</source>
            <translation>Einen Ordner mit Standbildern wählen; ein Doppelklick nimmt eines als Referenz.</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n Bild</numerusform>
                <numerusform>%n Bilder</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LutsModel</name>
        <message numerus="yes">
            <source>%n LUT(s) were left out: </source>
            <translation>
                <numerusform>%n LUT wurde ausgelassen: </numerusform>
                <numerusform>%n LUTs wurden ausgelassen: </numerusform>
            </translation>
        </message>
        <message>
            <source>the browser shows at most %1</source>
            <translation>der Browser zeigt höchstens %1</translation>
        </message>
        <message>
            <source>the present look</source>
            <translation>der jetzige Look</translation>
        </message>
    </context>
    <context>
        <name>LutsView</name>
        <message>
            <source>LUTs</source>
            <translation>LUTs</translation>
        </message>
        <message>
            <source>Folder of LUTs</source>
            <translation>Ordner mit LUTs</translation>
        </message>
        <message>
            <source>What LUTs take that do not say it</source>
            <translation>Was LUTs erwarten, die es nicht sagen</translation>
        </message>
        <message>
            <source>LUTs take display values</source>
            <translation>LUTs erwarten Displaywerte</translation>
        </message>
        <message>
            <source>LUTs take the clip's values</source>
            <translation>LUTs erwarten Werte des Clips</translation>
        </message>
        <message>
            <source>For LUTs that do not say in which space their input is</source>
            <translation>Für LUTs, die nicht sagen, in welchem Farbraum ihre Eingabe ist</translation>
        </message>
        <message>
            <source>Find by name</source>
            <translation>Nach Name suchen</translation>
        </message>
        <message>
            <source>Find a LUT</source>
            <translation>Eine LUT suchen</translation>
        </message>
        <message>
            <source>Add…</source>
            <translation>Hinzu …</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Show this folder no more; its files stay</source>
            <translation>Diesen Ordner nicht mehr zeigen; die Dateien bleiben</translation>
        </message>
        <message>
            <source>Look at it</source>
            <translation>Ansehen</translation>
        </message>
        <message>
            <source>The present look and this LUT as A and B in the viewer</source>
            <translation>Der jetzige Look und diese LUT als A und B im Viewer</translation>
        </message>
        <message>
            <source>Use as reference</source>
            <translation>Als Referenz</translation>
        </message>
        <message>
            <source>What it does to this shot, as a before/after pair</source>
            <translation>Was sie mit dieser Einstellung macht, als Vorher-Nachher-Paar</translation>
        </message>
        <message numerus="yes">
            <source>%n LUT(s) to be read…</source>
            <translation>
                <numerusform>noch %n LUT zu lesen …</numerusform>
                <numerusform>noch %n LUTs zu lesen …</numerusform>
            </translation>
        </message>
        <message>
            <source>Add a folder of LUTs; a double click looks at one on this shot.</source>
            <translation>Fügen Sie einen Ordner mit LUTs hinzu; ein Doppelklick zeigt eine auf dieser Einstellung.</translation>
        </message>
        <message numerus="yes">
            <source>%n LUT(s)</source>
            <translation>
                <numerusform>%n LUT</numerusform>
                <numerusform>%n LUTs</numerusform>
            </translation>
        </message>
        <message>
            <source>sound</source>
            <translation>in Ordnung</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>fault</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>cannot be read</source>
            <translation>nicht lesbar</translation>
        </message>
    </context>
    <context>
        <name>Neighbours</name>
        <message>
            <source>as it is</source>
            <translation>wie er ist</translation>
        </message>
        <message>
            <source>a little bolder</source>
            <translation>etwas kühner</translation>
        </message>
        <message>
            <source>a little more careful</source>
            <translation>etwas vorsichtiger</translation>
        </message>
        <message>
            <source>a little stronger</source>
            <translation>etwas stärker</translation>
        </message>
        <message>
            <source>a little weaker</source>
            <translation>etwas schwächer</translation>
        </message>
        <message>
            <source>less of its colour</source>
            <translation>weniger von seiner Farbe</translation>
        </message>
        <message>
            <source>less of its light</source>
            <translation>weniger von seinem Licht</translation>
        </message>
        <message>
            <source>in the usual manner</source>
            <translation>auf die übliche Art</translation>
        </message>
    </context>
    <context>
        <name>Overlays</name>
        <message>
            <source>black, to 2.5 %</source>
            <translation>Schwarz, bis 2,5 %</translation>
        </message>
        <message>
            <source>near black, to 4 %</source>
            <translation>fast Schwarz, bis 4 %</translation>
        </message>
        <message>
            <source>mid grey, 38–42 %</source>
            <translation>Mittelgrau, 38–42 %</translation>
        </message>
        <message>
            <source>one stop over, 52–56 %</source>
            <translation>eine Blende darüber, 52–56 %</translation>
        </message>
        <message>
            <source>near white, 97–99 %</source>
            <translation>fast Weiß, 97–99 %</translation>
        </message>
        <message>
            <source>white, from 99 %</source>
            <translation>Weiß, ab 99 %</translation>
        </message>
        <message>
            <source>a channel newly at white</source>
            <translation>ein Kanal neu auf Weiß</translation>
        </message>
        <message>
            <source>a channel newly at black</source>
            <translation>ein Kanal neu auf Schwarz</translation>
        </message>
        <message>
            <source>newly all white</source>
            <translation>neu ganz weiß</translation>
        </message>
        <message>
            <source>newly all black</source>
            <translation>neu ganz schwarz</translation>
        </message>
        <message>
            <source>a channel at 0: the gamut&apos;s edge</source>
            <translation>ein Kanal auf 0: der Rand des Gamuts</translation>
        </message>
        <message>
            <source>within 4° of the skin line</source>
            <translation>bis 4° neben der Hautlinie</translation>
        </message>
        <message>
            <source>20° towards red</source>
            <translation>20° nach Rot</translation>
        </message>
        <message>
            <source>20° towards yellow</source>
            <translation>20° nach Gelb</translation>
        </message>
        <message>
            <source>grey: not reached by the region&apos;s colours</source>
            <translation>grau: von den Farben des Bereichs nicht erreicht</translation>
        </message>
    </context>
    <context>
        <name>PairRow</name>
        <message>
            <source>Before the grade</source>
            <translation>Vor dem Grading</translation>
        </message>
        <message>
            <source>After the grade</source>
            <translation>Nach dem Grading</translation>
        </message>
        <message>
            <source>Before/after pair</source>
            <translation>Vorher-Nachher-Paar</translation>
        </message>
        <message>
            <source>Take it away</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Take the pair away</source>
            <translation>Das Paar entfernen</translation>
        </message>
    </context>
    <context>
        <name>PanelModel</name>
        <message numerus="yes">
            <source>%n clip(s) of this project are not there: </source>
            <translation>
                <numerusform>%n Clip dieses Projekts ist nicht da: </numerusform>
                <numerusform>%n Clips dieses Projekts sind nicht da: </numerusform>
            </translation>
        </message>
        <message>
            <source>connect their disk and open the panel again; their looks are kept</source>
            <translation>Platte anschließen und das Panel neu öffnen; die Looks sind erhalten</translation>
        </message>
        <message>
            <source>some steps of undo were damaged in the project&apos;s file and are left out</source>
            <translation>einige Schritte zum Rückgängigmachen waren in der Projektdatei beschädigt und fehlen</translation>
        </message>
    </context>
    <context>
        <name>PanelWindow</name>
        <message>
            <source>Clips</source>
            <translation>Clips</translation>
        </message>
        <message>
            <source>References</source>
            <translation>Referenzen</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>In this look</source>
            <translation>Im Look</translation>
        </message>
        <message>
            <source>LUTs</source>
            <translation>LUTs</translation>
        </message>
        <message>
            <source>Say</source>
            <translation>Sagen</translation>
        </message>
        <message>
            <source>Refine</source>
            <translation>Verfeinern</translation>
        </message>
        <message>
            <source>Deliver</source>
            <translation>Ausgeben</translation>
        </message>
        <message>
            <source>Candidates</source>
            <translation>Kandidaten</translation>
        </message>
        <message>
            <source>Versions</source>
            <translation>Versionen</translation>
        </message>
        <message>
            <source>Looks</source>
            <translation>Looks</translation>
        </message>
        <message>
            <source>Work under way</source>
            <translation>Arbeit läuft</translation>
        </message>
        <message>
            <source>Clip</source>
            <translation>Clip</translation>
        </message>
        <message>
            <source>Shortcuts…</source>
            <translation>Tastenkürzel…</translation>
        </message>
        <message>
            <source>Add clips…</source>
            <translation>Clips hinzufügen …</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Einstellungen …</translation>
        </message>
        <message>
            <source>Close the panel</source>
            <translation>Fenster schließen</translation>
        </message>
        <message>
            <source>Next clip</source>
            <translation>Nächster Clip</translation>
        </message>
        <message>
            <source>Previous clip</source>
            <translation>Voriger Clip</translation>
        </message>
        <message>
            <source>Next shot</source>
            <translation>Nächste Einstellung</translation>
        </message>
        <message>
            <source>Previous shot</source>
            <translation>Vorige Einstellung</translation>
        </message>
        <message>
            <source>Find shots</source>
            <translation>Schnitte suchen</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Revert</source>
            <translation>Zurücknehmen</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>Look</translation>
        </message>
        <message>
            <source>Your choices…</source>
            <translation>Ihre Entscheidungen …</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Say a look or a change</source>
            <translation>Einen Look oder eine Änderung sagen</translation>
        </message>
        <message>
            <source>Add references…</source>
            <translation>Referenzen hinzufügen …</translation>
        </message>
        <message>
            <source>Paste references</source>
            <translation>Referenzen einfügen</translation>
        </message>
        <message>
            <source>Keep this look</source>
            <translation>Look behalten</translation>
        </message>
        <message>
            <source>Begin anew</source>
            <translation>Neu beginnen</translation>
        </message>
        <message>
            <source>Memories</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <source>Printer lights</source>
            <translation>Kopierlichter</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>Overlay</source>
            <translation>Überlagerung</translation>
        </message>
        <message>
            <source>Scopes</source>
            <translation>Messgeräte</translation>
        </message>
        <message>
            <source>Parts of the window</source>
            <translation>Teile des Fensters</translation>
        </message>
        <message>
            <source>Viewer in its own window</source>
            <translation>Viewer in eigenem Fenster</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Copy diagnostics</source>
            <translation>Diagnose kopieren</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>leer</translation>
        </message>
        <message>
            <source>Recall %1</source>
            <translation>%1 abrufen</translation>
        </message>
        <message>
            <source>Keep in %1</source>
            <translation>In %1 behalten</translation>
        </message>
        <message>
            <source>Resolve is not reached</source>
            <translation>Resolve ist nicht erreichbar</translation>
        </message>
        <message>
            <source>There is no clip under the playhead in Resolve.</source>
            <translation>In Resolve steht kein Clip unter dem Abspielkopf.</translation>
        </message>
        <message>
            <source>The sample's still is the reference. Push a slider, or type a look.</source>
            <translation>Das Beispielbild ist die Referenz. Regler schieben oder einen Look eintippen.</translation>
        </message>
        <message>
            <source>copied</source>
            <translation>kopiert</translation>
        </message>
    </context>
    <context>
        <name>PreviewModel</name>
        <message>
            <source>undo brings back the last picture</source>
            <translation>Rückgängig bringt das letzte Bild zurück</translation>
        </message>
    </context>
    <context>
        <name>PrinterKeys</name>
        <message>
            <source>A point of red</source>
            <translation>Ein Lichtpunkt Rot</translation>
        </message>
        <message>
            <source>A point of green</source>
            <translation>Ein Lichtpunkt Grün</translation>
        </message>
        <message>
            <source>A point of blue</source>
            <translation>Ein Lichtpunkt Blau</translation>
        </message>
        <message>
            <source>A point less of red</source>
            <translation>Ein Lichtpunkt Rot weniger</translation>
        </message>
        <message>
            <source>A point less of green</source>
            <translation>Ein Lichtpunkt Grün weniger</translation>
        </message>
        <message>
            <source>A point less of blue</source>
            <translation>Ein Lichtpunkt Blau weniger</translation>
        </message>
        <message>
            <source>A point of light</source>
            <translation>Ein Lichtpunkt heller</translation>
        </message>
        <message>
            <source>A point less of light</source>
            <translation>Ein Lichtpunkt dunkler</translation>
        </message>
    </context>
    <context>
        <name>PhraseLine</name>
        <message>
            <source>%1: not known</source>
            <translation>%1: unbekannt</translation>
        </message>
        <message>
            <source>The words come to %1. Double click on the line: back to it.</source>
            <translation>Die Worte ergeben %1. Doppelklick auf die Zeile: dorthin zurück.</translation>
        </message>
        <message>
            <source>Value of %1</source>
            <translation>Wert von %1</translation>
        </message>
    </context>
    <context>
        <name>PromptsView</name>
        <message>
            <source>golden hour, teal shadows, keep the skin</source>
            <translation>golden hour, teal shadows, keep the skin</translation>
        </message>
        <message>
            <source>Say a look or a change</source>
            <translation>Einen Look oder eine Änderung sagen</translation>
        </message>
        <message>
            <source>Say</source>
            <translation>Sagen</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>Lese …</translation>
        </message>
        <message>
            <source>Say it otherwise</source>
            <translation>Anders sagen</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>Zurücknehmen</translation>
        </message>
    </context>
    <context>
        <name>ReferenceRow</name>
        <message>
            <source>Use %1</source>
            <translation>%1 verwenden</translation>
        </message>
        <message>
            <source>Weight of %1</source>
            <translation>Gewicht von %1</translation>
        </message>
        <message>
            <source>Take it away</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Take %1 away</source>
            <translation>%1 entfernen</translation>
        </message>
    </context>
    <context>
        <name>ReferencesModel</name>
        <message numerus="yes">
            <source> and %n more</source>
            <translation>
                <numerusform> und %n weitere</numerusform>
                <numerusform> und %n weitere</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) were left out: </source>
            <translation>
                <numerusform>%n Bild wurde ausgelassen: </numerusform>
                <numerusform>%n Bilder wurden ausgelassen: </numerusform>
            </translation>
        </message>
        <message>
            <source>a look has at most %1 references</source>
            <translation>ein Look hat höchstens %1 Referenzen</translation>
        </message>
    </context>
    <context>
        <name>ReferencesView</name>
        <message>
            <source>Drop a still, a frame or a clip here, or paste it with Ctrl+V.</source>
            <translation>Standbild oder Clip hierher ziehen oder mit Strg+V einfügen.</translation>
        </message>
        <message>
            <source>Add references…</source>
            <translation>Referenzen hinzufügen …</translation>
        </message>
        <message>
            <source>Pull…</source>
            <translation>Holen …</translation>
        </message>
        <message>
            <source>Another clip as it is graded now, or a still of the gallery</source>
            <translation>Ein anderer Clip, wie er jetzt gegradet ist, oder ein Standbild der Galerie</translation>
        </message>
        <message>
            <source>Before/after pair…</source>
            <translation>Vorher-Nachher-Paar …</translation>
        </message>
        <message>
            <source>A picture or clip before and after the grade that is wanted</source>
            <translation>Ein Bild oder Clip vor und nach dem gewünschten Grading</translation>
        </message>
        <message>
            <source>References</source>
            <translation>Referenzen</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>Lese …</translation>
        </message>
    </context>
    <context>
        <name>Refine</name>
        <message>
            <source>Of the look</source>
            <translation>Vom Look</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Licht</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Split tone</source>
            <translation>Geteilte Tonung</translation>
        </message>
        <message>
            <source>Film and tone</source>
            <translation>Film und Ton</translation>
        </message>
    </context>
    <context>
        <name>RefineView</name>
        <message>
            <source>Refine</source>
            <translation>Verfeinern</translation>
        </message>
    </context>
    <context>
        <name>SceneView</name>
        <message>
            <source>Viewer</source>
            <translation>Betrachter</translation>
        </message>
        <message>
            <source>No picture yet. Choose a clip, or drop a file here.</source>
            <translation>Noch kein Bild. Clip wählen oder Datei hierher ziehen.</translation>
        </message>
        <message>
            <source>Comparison: {0}</source>
            <translation>Vergleich: {0}</translation>
        </message>
        <message>
            <source>Overlay: {0}</source>
            <translation>Überlagerung: {0}</translation>
        </message>
        <message>
            <source>Bypassed</source>
            <translation>Umgangen</translation>
        </message>
        <message>
            <source>Before and after swapped</source>
            <translation>Vorher und nachher vertauscht</translation>
        </message>
        <message>
            <source>Picking a colour</source>
            <translation>Eine Farbe wird aufgenommen</translation>
        </message>
        <message>
            <source>Picking a thing</source>
            <translation>Ein Ding wird aufgenommen</translation>
        </message>
    </context>
    <context>
        <name>ScopeBar</name>
        <message>
            <source>Which scopes are shown</source>
            <translation>Welche Messgeräte zu sehen sind</translation>
        </message>
        <message>
            <source>Luma</source>
            <translation>Luma</translation>
        </message>
        <message>
            <source>RGB</source>
            <translation>RGB</translation>
        </message>
        <message>
            <source>Parade</source>
            <translation>Parade</translation>
        </message>
        <message>
            <source>Vector</source>
            <translation>Vektor</translation>
        </message>
        <message>
            <source>Histogram</source>
            <translation>Histogramm</translation>
        </message>
        <message>
            <source>Options</source>
            <translation>Optionen</translation>
        </message>
        <message>
            <source>Options of the scopes</source>
            <translation>Optionen der Messgeräte</translation>
        </message>
        <message>
            <source>Code values, 10 bits</source>
            <translation>Codewerte, 10 Bit</translation>
        </message>
        <message>
            <source>Percent</source>
            <translation>Prozent</translation>
        </message>
        <message>
            <source>IRE</source>
            <translation>IRE</translation>
        </message>
        <message>
            <source>Vectorscope ×{0}</source>
            <translation>Vektorskop ×{0}</translation>
        </message>
        <message>
            <source>Traces in colour</source>
            <translation>Spuren in Farbe</translation>
        </message>
        <message>
            <source>Traces in grey</source>
            <translation>Spuren in Grau</translation>
        </message>
        <message>
            <source>Hold this frame to compare</source>
            <translation>Bild zum Vergleich halten</translation>
        </message>
        <message>
            <source>Release the held frame</source>
            <translation>Gehaltenes Bild loslassen</translation>
        </message>
    </context>
    <context>
        <name>ScopePanel</name>
        <message>
            <source>of the box</source>
            <translation>im Rahmen</translation>
        </message>
        <message>
            <source>held frame in amber</source>
            <translation>gehaltenes Bild in Bernstein</translation>
        </message>
    </context>
    <context>
        <name>ScopesView</name>
        <message>
            <source>Waveform, luma</source>
            <translation>Waveform, Luma</translation>
        </message>
        <message>
            <source>Waveform, RGB</source>
            <translation>Waveform, RGB</translation>
        </message>
        <message>
            <source>RGB parade</source>
            <translation>RGB-Parade</translation>
        </message>
        <message>
            <source>Vectorscope</source>
            <translation>Vektorskop</translation>
        </message>
        <message>
            <source>Histogram</source>
            <translation>Histogramm</translation>
        </message>
        <message>
            <source>Scopes</source>
            <translation>Messgeräte</translation>
        </message>
    </context>
    <context>
        <name>Screening</name>
        <message>
            <source>shown through the profile %1</source>
            <translation>gezeigt durch das Profil %1</translation>
        </message>
        <message>
            <source>shown without a profile: sRGB values go to the monitor as they are</source>
            <translation>ohne Profil gezeigt: sRGB-Werte gehen unverändert an den Monitor</translation>
        </message>
        <message>
            <source>the system tells no profile: sRGB values go to the monitor as they are</source>
            <translation>das System nennt kein Profil: sRGB-Werte gehen unverändert an den Monitor</translation>
        </message>
        <message>
            <source>this profile cannot be used</source>
            <translation>dieses Profil ist nicht zu gebrauchen</translation>
        </message>
    </context>
    <context>
        <name>Scrubber</name>
        <message>
            <source>Frame of the clip</source>
            <translation>Bild des Clips</translation>
        </message>
        <message>
            <source>Previous shot</source>
            <translation>Vorige Einstellung</translation>
        </message>
        <message>
            <source>Next shot</source>
            <translation>Nächste Einstellung</translation>
        </message>
        <message>
            <source>Find shots</source>
            <translation>Schnitte suchen</translation>
        </message>
        <message>
            <source>Look at every frame of the clip once, for its cuts</source>
            <translation>Jedes Bild des Clips einmal nach Schnitten ansehen</translation>
        </message>
        <message>
            <source>%1 % – stop</source>
            <translation>%1 % – Ende</translation>
        </message>
        <message>
            <source>reading the clip…</source>
            <translation>der Clip wird gelesen …</translation>
        </message>
        <message>
            <source>frame %1 of %2</source>
            <translation>Bild %1 von %2</translation>
        </message>
        <message>
            <source>shot %1 of %2</source>
            <translation>Einstellung %1 von %2</translation>
        </message>
        <message>
            <source>frame %1 of %2 from Resolve</source>
            <translation>Bild %1 von %2 aus Resolve</translation>
        </message>
        <message>
            <source>The file cannot be read here: these frames are all there are, and zoom shows them enlarged</source>
            <translation>Die Datei ist hier nicht lesbar: Es gibt nur diese Bilder, und der Zoom zeigt sie vergrößert</translation>
        </message>
    </context>
    <context>
        <name>SettingsWindow</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>as the system has it</source>
            <translation>wie das System</translation>
        </message>
        <message>
            <source>dark</source>
            <translation>dunkel</translation>
        </message>
        <message>
            <source>mid-grey, 18 %</source>
            <translation>mittelgrau, 18 %</translation>
        </message>
        <message>
            <source>as the system tells</source>
            <translation>wie es das System nennt</translation>
        </message>
        <message>
            <source>none: paint code values as they are</source>
            <translation>keines: Codewerte unverändert zeigen</translation>
        </message>
        <message>
            <source>a file…</source>
            <translation>eine Datei …</translation>
        </message>
        <message>
            <source>Order candidates by my votes</source>
            <translation>Kandidaten nach meinen Stimmen ordnen</translation>
        </message>
        <message>
            <source>Language, from the next start</source>
            <translation>Sprache, ab dem nächsten Start</translation>
        </message>
        <message>
            <source>Grey round the picture</source>
            <translation>Grau um das Bild</translation>
        </message>
        <message>
            <source>Monitor's ICC profile</source>
            <translation>ICC-Profil des Monitors</translation>
        </message>
        <message>
            <source>Blind compare</source>
            <translation>Blindvergleich</translation>
        </message>
        <message>
            <source>Your choices…</source>
            <translation>Ihre Entscheidungen …</translation>
        </message>
        <message>
            <source>Copy diagnostics</source>
            <translation>Diagnose kopieren</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>The monitor's profile</source>
            <translation>Das Profil des Monitors</translation>
        </message>
        <message>
            <source>a file: %1…</source>
            <translation>eine Datei: %1 …</translation>
        </message>
    </context>
    <context>
        <name>Shortcuts</name>
        <message>
            <source>In the picture, held: ungraded</source>
            <translation>Im Bild, gehalten: ohne Look</translation>
        </message>
        <message>
            <source>In the picture: swap before and after</source>
            <translation>Im Bild: Vorher und Nachher tauschen</translation>
        </message>
        <message>
            <source>In the picture: wipe</source>
            <translation>Im Bild: Wischblende</translation>
        </message>
        <message>
            <source>In the picture: beside the reference, then the next</source>
            <translation>Im Bild: neben der Referenz, dann der nächsten</translation>
        </message>
        <message>
            <source>In the picture: turn the wipe</source>
            <translation>Im Bild: Wischblende drehen</translation>
        </message>
        <message>
            <source>In the picture: move the wipe or the frame</source>
            <translation>Im Bild: Wischblende oder Bild verschieben</translation>
        </message>
        <message>
            <source>In the picture: fit</source>
            <translation>Im Bild: einpassen</translation>
        </message>
        <message>
            <source>In the picture: the clip's pixels, one by one</source>
            <translation>Im Bild: die Pixel des Clips eins zu eins</translation>
        </message>
        <message>
            <source>In the picture: zoom</source>
            <translation>Im Bild: zoomen</translation>
        </message>
        <message>
            <source>In the picture: a box for the scopes</source>
            <translation>Im Bild: ein Rahmen für die Messgeräte</translation>
        </message>
        <message>
            <source>A printer point of red, green, blue</source>
            <translation>Ein Lichtpunkt Rot, Grün, Blau</translation>
        </message>
        <message>
            <source>A printer point less of these</source>
            <translation>Ein Lichtpunkt weniger davon</translation>
        </message>
        <message>
            <source>A printer point more or less of all three</source>
            <translation>Ein Lichtpunkt mehr oder weniger von allen</translation>
        </message>
        <message>
            <source>A quarter of a printer point</source>
            <translation>Ein Viertel-Lichtpunkt</translation>
        </message>
        <message>
            <source>On a slider: back to rest</source>
            <translation>Auf einem Regler: zurück</translation>
        </message>
        <message>
            <source>On a slider: a tenth as far</source>
            <translation>Auf einem Regler: ein Zehntel so weit</translation>
        </message>
        <message>
            <source>In the line of words: what was typed before</source>
            <translation>In der Wortzeile: früher Getipptes</translation>
        </message>
        <message>
            <source>In the picture: pick a colour, by click or drag</source>
            <translation>Im Bild: eine Farbe aufnehmen, mit Klick oder Ziehen</translation>
        </message>
        <message>
            <source>In the picture: pick a thing</source>
            <translation>Im Bild: ein Ding aufnehmen</translation>
        </message>
        <message>
            <source>While picking: move the cross, and pick there</source>
            <translation>Beim Aufnehmen: das Kreuz bewegen, und dort aufnehmen</translation>
        </message>
        <message>
            <source>In the picture: highlight the region</source>
            <translation>Im Bild: den Bereich hervorheben</translation>
        </message>
    </context>
    <context>
        <name>ShortcutsWindow</name>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Taste</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>Was sie tut</translation>
        </message>
        <message>
            <source>Recall a memory</source>
            <translation>Speicherplatz abrufen</translation>
        </message>
        <message>
            <source>Keep the look in a memory</source>
            <translation>Look in einem Speicherplatz behalten</translation>
        </message>
    </context>
    <context>
        <name>ShotModel</name>
        <message>
            <source>the colour space is a guess: </source>
            <translation>der Farbraum ist geraten: </translation>
        </message>
        <message>
            <source>choose the right one above the picture</source>
            <translation>den richtigen über dem Bild wählen</translation>
        </message>
    </context>
    <context>
        <name>SliderRow</name>
        <message>
            <source>Double click: back. Shift: a tenth as far.</source>
            <translation>Doppelklick: zurück. Umschalt: ein Zehntel so weit.</translation>
        </message>
    </context>
    <context>
        <name>SpaceBox</name>
        <message>
            <source>Colour space of the clip</source>
            <translation>Farbraum des Clips</translation>
        </message>
        <message>
            <source>by the clip</source>
            <translation>vom Clip</translation>
        </message>
    </context>
    <context>
        <name>Stages</name>
        <message>
            <source>reading frames</source>
            <translation>Bilder werden gelesen</translation>
        </message>
        <message>
            <source>grading frames</source>
            <translation>Bilder werden gegradet</translation>
        </message>
        <message>
            <source>looking for shots</source>
            <translation>Schnitte werden gesucht</translation>
        </message>
        <message>
            <source>Reading the source</source>
            <translation>Die Quelle wird gelesen</translation>
        </message>
        <message>
            <source>Finding the look</source>
            <translation>Der Look wird gesucht</translation>
        </message>
        <message>
            <source>Baking the LUT</source>
            <translation>Die LUT wird gebacken</translation>
        </message>
        <message>
            <source>Grading the picture</source>
            <translation>Das Bild wird gegradet</translation>
        </message>
        <message>
            <source>Writing the report</source>
            <translation>Der Bericht wird geschrieben</translation>
        </message>
        <message>
            <source>Comparing shots</source>
            <translation>Einstellungen werden verglichen</translation>
        </message>
        <message>
            <source>Copying</source>
            <translation>Wird kopiert</translation>
        </message>
        <message>
            <source>Reading %1</source>
            <translation>%1 wird gelesen</translation>
        </message>
        <message>
            <source>Grading %1</source>
            <translation>%1 wird gegradet</translation>
        </message>
        <message>
            <source>Putting the LUT on %1</source>
            <translation>Die LUT kommt auf %1</translation>
        </message>
    </context>
    <context>
        <name>Table</name>
        <message>
            <source>Strength</source>
            <translation>Stärke</translation>
        </message>
        <message>
            <source>Boldness</source>
            <translation>Kühnheit</translation>
        </message>
        <message>
            <source>Balance</source>
            <translation>Balance</translation>
        </message>
        <message>
            <source>Luminance</source>
            <translation>Helligkeit</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Exposure</source>
            <translation>Belichtung</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>Kontrast</translation>
        </message>
        <message>
            <source>Pivot</source>
            <translation>Drehpunkt</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <source>Tint</source>
            <translation>Tönung</translation>
        </message>
        <message>
            <source>Saturation</source>
            <translation>Sättigung</translation>
        </message>
        <message>
            <source>Vibrance</source>
            <translation>Dynamik</translation>
        </message>
        <message>
            <source>Blacks</source>
            <translation>Schwarz</translation>
        </message>
        <message>
            <source>Whites</source>
            <translation>Weiß</translation>
        </message>
        <message>
            <source>Shadows</source>
            <translation>Schatten</translation>
        </message>
        <message>
            <source>Highlights</source>
            <translation>Lichter</translation>
        </message>
        <message>
            <source>Fade</source>
            <translation>Verblassen</translation>
        </message>
        <message>
            <source>Shadow saturation</source>
            <translation>Sättigung Schatten</translation>
        </message>
        <message>
            <source>Mid saturation</source>
            <translation>Sättigung Mitten</translation>
        </message>
        <message>
            <source>Highlight saturation</source>
            <translation>Sättigung Lichter</translation>
        </message>
        <message>
            <source>Density</source>
            <translation>Dichte</translation>
        </message>
        <message>
            <source>Teal and orange</source>
            <translation>Teal und Orange</translation>
        </message>
        <message>
            <source>Bleach bypass</source>
            <translation>Bleichauslass</translation>
        </message>
        <message>
            <source>Cross process</source>
            <translation>Crossentwicklung</translation>
        </message>
        <message>
            <source>Monochrome</source>
            <translation>Schwarzweiß</translation>
        </message>
        <message>
            <source>Keep black</source>
            <translation>Schwarz halten</translation>
        </message>
        <message>
            <source>Shadow hue</source>
            <translation>Farbton Tiefen</translation>
        </message>
        <message>
            <source>Shadow tint</source>
            <translation>Tonung Tiefen</translation>
        </message>
        <message>
            <source>Highlight hue</source>
            <translation>Farbton Lichter</translation>
        </message>
        <message>
            <source>Highlight tint</source>
            <translation>Tonung Lichter</translation>
        </message>
        <message>
            <source>stops</source>
            <translation>Blenden</translation>
        </message>
        <message>
            <source>mired</source>
            <translation>Mired</translation>
        </message>
        <message>
            <source>Of the whole grade; 0 is exactly none</source>
            <translation>Des ganzen Gradings; 0 ist genau keines</translation>
        </message>
        <message>
            <source>From a careful look to a bold one</source>
            <translation>Von einem vorsichtigen Look zu einem kühnen</translation>
        </message>
        <message>
            <source>How far the shot is brought to neutral</source>
            <translation>Wie weit die Einstellung neutral wird</translation>
        </message>
        <message>
            <source>How much of the look&apos;s lightness</source>
            <translation>Wie viel von der Helligkeit des Looks</translation>
        </message>
        <message>
            <source>How much of the look&apos;s hue and chroma</source>
            <translation>Wie viel von Farbton und Buntheit des Looks</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Licht</translation>
        </message>
        <message>
            <source>Slope at the pivot; 0.5 is 1.5</source>
            <translation>Steigung am Drehpunkt; 0.5 ist 1.5</translation>
        </message>
        <message>
            <source>The value that contrast leaves alone</source>
            <translation>Der Wert, den der Kontrast stehen lässt</translation>
        </message>
        <message>
            <source>Of the light; + is warmer</source>
            <translation>Des Lichts; + ist wärmer</translation>
        </message>
        <message>
            <source>+ is magenta, - green</source>
            <translation>+ ist Magenta, - Grün</translation>
        </message>
        <message>
            <source>Of all colours; -1 takes it away</source>
            <translation>Aller Farben; -1 nimmt sie ganz</translation>
        </message>
        <message>
            <source>Of the weak colours, skin spared</source>
            <translation>Der schwachen Farben, Haut verschont</translation>
        </message>
        <message>
            <source>Added at black, fading to white</source>
            <translation>Zugabe bei Schwarz, bis Weiß auslaufend</translation>
        </message>
        <message>
            <source>Added at white, fading to black</source>
            <translation>Zugabe bei Weiß, bis Schwarz auslaufend</translation>
        </message>
        <message>
            <source>The dark third, black held</source>
            <translation>Das dunkle Drittel, Schwarz bleibt</translation>
        </message>
        <message>
            <source>The bright third, white held</source>
            <translation>Das helle Drittel, Weiß bleibt</translation>
        </message>
        <message>
            <source>A faded print: soft toe, lifted black</source>
            <translation>Ein verblasster Abzug: weicher Fuß, gehobenes Schwarz</translation>
        </message>
        <message>
            <source>Of dark colours</source>
            <translation>Der dunklen Farben</translation>
        </message>
        <message>
            <source>Of the midtones&apos; colours</source>
            <translation>Der Farben in den Mitten</translation>
        </message>
        <message>
            <source>Of bright ones</source>
            <translation>Der hellen</translation>
        </message>
        <message>
            <source>Darkens strong colours, as film does</source>
            <translation>Dunkelt kräftige Farben, wie Film es tut</translation>
        </message>
        <message>
            <source>Pulls all hues to teal and orange</source>
            <translation>Zieht alle Farbtöne zu Teal und Orange</translation>
        </message>
        <message>
            <source>Silver left in the print</source>
            <translation>Silber, das im Abzug bleibt</translation>
        </message>
        <message>
            <source>Slide film in the wrong chemistry</source>
            <translation>Diafilm in der falschen Chemie</translation>
        </message>
        <message>
            <source>Towards black and white</source>
            <translation>Hin zu Schwarzweiß</translation>
        </message>
        <message>
            <source>Black stays black, as in letterbox bars</source>
            <translation>Schwarz bleibt Schwarz, wie in Balken</translation>
        </message>
        <message>
            <source>Oklab hue of the shadows&apos; cast</source>
            <translation>Oklab-Farbton des Stichs der Tiefen</translation>
        </message>
        <message>
            <source>How much of that hue</source>
            <translation>Wie viel von diesem Farbton</translation>
        </message>
        <message>
            <source>The same of the highlights</source>
            <translation>Dasselbe der Lichter</translation>
        </message>
        <message>
            <source>Keep as it was</source>
            <translation>Lassen, wie es war</translation>
        </message>
        <message>
            <source>The grade is taken back there</source>
            <translation>Das Grading wird dort zurückgenommen</translation>
        </message>
        <message>
            <source>Turn hues</source>
            <translation>Töne drehen</translation>
        </message>
        <message>
            <source>+ goes from red to yellow to green</source>
            <translation>+ geht von Rot über Gelb zu Grün</translation>
        </message>
        <message>
            <source>Widen</source>
            <translation>Weiten</translation>
        </message>
        <message>
            <source>Reach more colours, or fewer</source>
            <translation>Mehr Farben erreichen, oder weniger</translation>
        </message>
        <message>
            <source>Soften</source>
            <translation>Weicher</translation>
        </message>
        <message>
            <source>Let go of the colours around more gently</source>
            <translation>Die Farben ringsum sanfter loslassen</translation>
        </message>
    </context>
    <context>
        <name>Taste</name>
        <message>
            <source>contrast</source>
            <translation>Kontrast</translation>
        </message>
        <message>
            <source>black unlike the references'</source>
            <translation>anderes Schwarz als die Referenzen</translation>
        </message>
        <message>
            <source>colourfulness unlike the references'</source>
            <translation>andere Farbigkeit als die Referenzen</translation>
        </message>
        <message>
            <source>nearness to the references' colours</source>
            <translation>Nähe zu den Farben der Referenzen</translation>
        </message>
        <message>
            <source>texture made stronger</source>
            <translation>stärkere Textur</translation>
        </message>
        <message>
            <source>greys off the references' light</source>
            <translation>Grau abseits des Lichts der Referenzen</translation>
        </message>
        <message>
            <source>Votes so far: %1; from %2 on they may order the candidates.</source>
            <translation>Stimmen bisher: %1; ab %2 können sie die Kandidaten ordnen.</translation>
        </message>
        <message>
            <source>Of %1 votes, when kept from it, your order foretells %2 %, the usual one %3 %.</source>
            <translation>Von %1 Stimmen, die sie nicht kannte, sagt Ihre Ordnung %2 % voraus, die übliche %3 %.</translation>
        </message>
        <message>
            <source>It is not of use yet.</source>
            <translation>Noch nützt sie nichts.</translation>
        </message>
        <message>
            <source>You mind: </source>
            <translation>Es zählt für Sie: </translation>
        </message>
        <message>
            <source>%1 more</source>
            <translation>%1 mehr</translation>
        </message>
        <message>
            <source>%1 less</source>
            <translation>%1 weniger</translation>
        </message>
    </context>
    <context>
        <name>TroublesView</name>
        <message>
            <source>Problem</source>
            <translation>Problem</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>VersionsModel</name>
        <message>
            <source>kept under Versions: %1</source>
            <translation>unter Versionen behalten: %1</translation>
        </message>
        <message>
            <source>memory %1 holds this look</source>
            <translation>Speicher %1 hält diesen Look</translation>
        </message>
        <message>
            <source>memory %1 is empty; Alt+Shift+%1 keeps the present look there</source>
            <translation>Speicher %1 ist leer; Alt+Umschalt+%1 behält den Look dort</translation>
        </message>
        <message>
            <source>memory %1</source>
            <translation>Speicher %1</translation>
        </message>
        <message>
            <source>taken back</source>
            <translation>zurückgenommen</translation>
        </message>
    </context>
    <context>
        <name>VersionsView</name>
        <message>
            <source>Versions</source>
            <translation>Versionen</translation>
        </message>
        <message>
            <source>Find by name or words</source>
            <translation>Nach Name oder Worten</translation>
        </message>
        <message>
            <source>Find a version</source>
            <translation>Version suchen</translation>
        </message>
        <message>
            <source>Keep this look</source>
            <translation>Look behalten</translation>
        </message>
        <message>
            <source>Ctrl+K</source>
            <translation>Strg+K</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>Nehmen</translation>
        </message>
        <message>
            <source>Double click</source>
            <translation>Doppelklick</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern</translation>
        </message>
        <message>
            <source>Name…</source>
            <translation>Name …</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Two that are marked, or one with the present look, as A and B in the viewer</source>
            <translation>Zwei markierte, oder eine mit dem jetzigen Look, als A und B im Viewer</translation>
        </message>
        <message>
            <source>the present look</source>
            <translation>der jetzige Look</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
    </context>
    <context>
        <name>ViewerWindow</name>
        <message>
            <source>Bestlight viewer</source>
            <translation>Bestlight-Viewer</translation>
        </message>
    </context>
    <context>
        <name>ViewingRoom</name>
        <message>
            <source>End A/B (Esc)</source>
            <translation>A/B beenden (Esc)</translation>
        </message>
        <message>
            <source>Next reference (R)</source>
            <translation>Nächste Referenz (R)</translation>
        </message>
        <message>
            <source>Bypass</source>
            <translation>Umgehen</translation>
        </message>
        <message>
            <source>Show the clip ungraded (B held in the picture)</source>
            <translation>Den Clip unbearbeitet zeigen (B im Bild halten)</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <source>Wipe</source>
            <translation>Wischen</translation>
        </message>
        <message>
            <source>Before | after</source>
            <translation>Vorher | nachher</translation>
        </message>
        <message>
            <source>Mirrored halves</source>
            <translation>Gespiegelte Hälften</translation>
        </message>
        <message>
            <source>Beside reference</source>
            <translation>Neben Referenz</translation>
        </message>
        <message>
            <source>Overlay</source>
            <translation>Überlagerung</translation>
        </message>
        <message>
            <source>No overlay</source>
            <translation>Ohne Überlagerung</translation>
        </message>
        <message>
            <source>False colour</source>
            <translation>Falschfarben</translation>
        </message>
        <message>
            <source>Skin</source>
            <translation>Haut</translation>
        </message>
        <message>
            <source>Gamut</source>
            <translation>Gamut</translation>
        </message>
        <message>
            <source>No clip</source>
            <translation>Kein Clip</translation>
        </message>
        <message>
            <source>Reading %1…</source>
            <translation>%1 wird gelesen…</translation>
        </message>
        <message>
            <source>shown as it is: %1</source>
            <translation>gezeigt wie er ist: %1</translation>
        </message>
        <message>
            <source>shown as %1</source>
            <translation>gezeigt als %1</translation>
        </message>
        <message>
            <source>Reference: %1</source>
            <translation>Referenz: %1</translation>
        </message>
        <message>
            <source>Clipping, any channel</source>
            <translation>Abschneiden, ein Kanal</translation>
        </message>
        <message>
            <source>Clipping, all channels</source>
            <translation>Abschneiden, alle Kanäle</translation>
        </message>
        <message>
            <source>Pick this colour</source>
            <translation>Diese Farbe aufnehmen</translation>
        </message>
        <message>
            <source>Pick this thing</source>
            <translation>Dieses Ding aufnehmen</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>Bereich</translation>
        </message>
    </context>
    <context>
        <name>Welcome</name>
        <message>
            <source>A look from a still or a sentence, as a LUT for your clip. Nothing leaves this machine.</source>
            <translation>Ein Look aus einem Standbild oder einem Satz, als LUT für deinen Clip. Nichts verlässt diesen Rechner.</translation>
        </message>
        <message>
            <source>Put the playhead on a clip in Resolve: it is shown here.</source>
            <translation>Den Abspielkopf in Resolve auf einen Clip setzen: er wird hier gezeigt.</translation>
        </message>
        <message>
            <source>1.  Drop a clip or a picture here; it is shown as a display shows it.</source>
            <translation>1.  Einen Clip oder ein Bild hierher ziehen; er wird gezeigt, wie ein Bildschirm ihn zeigt.</translation>
        </message>
        <message>
            <source>2.  Drop a still whose look you like on References, or type a look: “golden hour, teal shadows, keep the skin”.</source>
            <translation>2.  Ein Standbild mit dem gewünschten Look auf „Referenzen“ ziehen, oder einen Look auf Englisch eintippen: “golden hour, teal shadows, keep the skin”.</translation>
        </message>
        <message>
            <source>3.  Choose a candidate, push the sliders, say more (“less green”), then Apply or Export.</source>
            <translation>3.  Einen Kandidaten wählen, Regler schieben, mehr sagen (“less green”), dann anwenden oder sichern.</translation>
        </message>
        <message>
            <source>Open a clip…</source>
            <translation>Clip öffnen …</translation>
        </message>
        <message>
            <source>Try the sample clip</source>
            <translation>Beispiel ausprobieren</translation>
        </message>
    </context>
    <context>
        <name>WrittenLine</name>
        <message>
            <source>Open report</source>
            <translation>Bericht öffnen</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <source>no file manager; it is in %1</source>
            <translation>kein Dateimanager; es liegt in %1</translation>
        </message>
    </context>
    <context>
        <name>QCoreApplication.self</name>
        <message>
            <source>measuring…</source>
            <translation>wird gemessen …</translation>
        </message>
    </context>
    <context>
        <name>RegionPart</name>
        <message>
            <source>Like a still…</source>
            <translation>Wie ein Standbild…</translation>
        </message>
        <message>
            <source>Bring these colours to what a still shows of the same region, sky to sky; a picture can be dropped on the region, too</source>
            <translation>Diese Farben dorthin bringen, was ein Standbild von demselben Bereich zeigt, Himmel zu Himmel; ein Bild lässt sich auch auf den Bereich ziehen</translation>
        </message>
        <message>
            <source>Not any more</source>
            <translation>Nicht mehr</translation>
        </message>
        <message>
            <source>Let the region be like no still; its sliders stay</source>
            <translation>Der Bereich gleicht keinem Standbild mehr; seine Regler bleiben</translation>
        </message>
        <message>
            <source>looking at the still…</source>
            <translation>das Standbild wird angesehen…</translation>
        </message>
        <message>
            <source>Highlight</source>
            <translation>Hervorheben</translation>
        </message>
        <message>
            <source>Show what the region&apos;s colours reach; the rest is grey (H)</source>
            <translation>Zeigen, was die Farben des Bereichs erreichen; der Rest ist grau (H)</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Only: {0}</source>
            <translation>Nur: {0}</translation>
        </message>
        <message>
            <source>a bit darker, warmer</source>
            <translation>a bit darker, warmer</translation>
        </message>
        <message>
            <source>of this alone: {0}</source>
            <translation>davon allein: {0}</translation>
        </message>
        <message>
            <source>Say a change of this region: {0}</source>
            <translation>Eine Änderung dieses Bereichs sagen: {0}</translation>
        </message>
        <message>
            <source>Delete this colour and its changes</source>
            <translation>Diese Farbe mit ihren Änderungen löschen</translation>
        </message>
        <message>
            <source>Delete the changes of this region</source>
            <translation>Die Änderungen dieses Bereichs löschen</translation>
        </message>
        <message>
            <source>It is not found in this shot: nothing is changed.</source>
            <translation>In dieser Einstellung nicht gefunden: nichts wird geändert.</translation>
        </message>
    </context>
    <context>
        <name>Regions</name>
        <message>
            <source>person</source>
            <translation>Person</translation>
        </message>
        <message>
            <source>face</source>
            <translation>Gesicht</translation>
        </message>
        <message>
            <source>skin</source>
            <translation>Haut</translation>
        </message>
        <message>
            <source>hair and clothes</source>
            <translation>Haar und Kleidung</translation>
        </message>
        <message>
            <source>sky</source>
            <translation>Himmel</translation>
        </message>
        <message>
            <source>foliage</source>
            <translation>Laub</translation>
        </message>
        <message>
            <source>water</source>
            <translation>Wasser</translation>
        </message>
        <message>
            <source>neutrals</source>
            <translation>Neutrales</translation>
        </message>
        <message>
            <source>subject</source>
            <translation>Motiv</translation>
        </message>
        <message>
            <source>background</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <source>picked colour</source>
            <translation>gewählte Farbe</translation>
        </message>
        <message>
            <source>These colours are {0} of the shot.</source>
            <translation>Diese Farben sind {0} der Einstellung.</translation>
        </message>
        <message>
            <source>Most of them: {0}.</source>
            <translation>Das meiste davon: {0}.</translation>
        </message>
        <message>
            <source>A LUT can change it alone</source>
            <translation>Eine LUT kann es allein ändern</translation>
        </message>
        <message>
            <source>A LUT cannot change it alone</source>
            <translation>Eine LUT kann es nicht allein ändern</translation>
        </message>
        <message>
            <source>its colours reach {0} of it and {1} of the rest</source>
            <translation>seine Farben erreichen {0} davon und {1} vom Rest</translation>
        </message>
        <message>
            <source>, most of that: {0}</source>
            <translation>, davon das meiste: {0}</translation>
        </message>
        <message>
            <source>A power window or an exported matte can.</source>
            <translation>Ein Power Window oder eine exportierte Maske kann es.</translation>
        </message>
        <message>
            <source>A LUT changes only a part of it</source>
            <translation>Eine LUT ändert nur einen Teil davon</translation>
        </message>
    </context>
    <context>
        <name>PromptsModel</name>
        <message>
            <source>the clip was changed before the words were read</source>
            <translation>der Clip wurde gewechselt, bevor die Worte gelesen waren</translation>
        </message>
    </context>
    <context>
        <name>RegionsModel</name>
        <message>
            <source>choose a region first, or pick one on the picture</source>
            <translation>erst einen Bereich wählen, oder einen im Bild aufnehmen</translation>
        </message>
        <message>
            <source>the clip was changed before the words were read</source>
            <translation>der Clip wurde gewechselt, bevor die Worte gelesen waren</translation>
        </message>
        <message>
            <source>nothing is recognised there; pick its colour</source>
            <translation>dort wird nichts erkannt; nimm seine Farbe auf</translation>
        </message>
    </context>
    <context>
        <name>RegionReferenceModel</name>
        <message>
            <source>a picked colour has no counterpart in a still; choose a region</source>
            <translation>eine gewählte Farbe hat in einem Standbild kein Gegenstück; einen Bereich wählen</translation>
        </message>
        <message>
            <source>the clip was changed before the still was read</source>
            <translation>der Clip wurde gewechselt, bevor das Standbild gelesen war</translation>
        </message>
    </context>
    <context>
        <name>RegionsView</name>
        <message>
            <source>like {0}</source>
            <translation>wie {0}</translation>
        </message>
        <message>
            <source>drop a still here to make it like that one&apos;s</source>
            <translation>ein Standbild hierher ziehen, um es diesem anzugleichen</translation>
        </message>
        <message>
            <source>looking for what is in the shot…</source>
            <translation>sieht nach, was im Bild ist …</translation>
        </message>
        <message>
            <source>This colour</source>
            <translation>Diese Farbe</translation>
        </message>
        <message>
            <source>Click or drag on the picture: its colours become a region (C)</source>
            <translation>Ins Bild klicken oder ziehen: seine Farben werden ein Bereich (C)</translation>
        </message>
        <message>
            <source>This thing</source>
            <translation>Dieses Ding</translation>
        </message>
        <message>
            <source>Click on the picture: the region that is there is chosen (T)</source>
            <translation>Ins Bild klicken: der Bereich dort wird gewählt (T)</translation>
        </message>
        <message>
            <source>Pick</source>
            <translation>Aufnehmen</translation>
        </message>
        <message>
            <source>Regions</source>
            <translation>Bereiche</translation>
        </message>
        <message>
            <source>Lift it</source>
            <translation>Aufhellen</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>So lassen</translation>
        </message>
        <message>
            <source>The face is {0} stops darker than what is around it.</source>
            <translation>Das Gesicht ist {0} Blenden dunkler als seine Umgebung.</translation>
        </message>
        <message>
            <source>Face: exposure {0} stops</source>
            <translation>Gesicht: Belichtung {0} Blenden</translation>
        </message>
        <message>
            <source>Whole picture</source>
            <translation>Ganzes Bild</translation>
        </message>
        <message>
            <source>The sliders are for the whole picture</source>
            <translation>Die Regler gelten dem ganzen Bild</translation>
        </message>
        <message>
            <source>{0} sure; {1} of the shot</source>
            <translation>{0} sicher; {1} der Einstellung</translation>
        </message>
        <message>
            <source>not found in this shot: nothing is changed</source>
            <translation>in dieser Einstellung nicht gefunden: nichts wird geändert</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>geändert</translation>
        </message>
    </context>
</TS>
