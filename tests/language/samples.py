"""Scripts that are right, in which every construct of the language stands somewhere."""

from __future__ import annotations

SCRIPTS = [
    # Commands.
    'call gen "a $x.b $(1 + 2)!" -steps:5 -style ink, photo | where { $_.num -gt 2 } | % data',
    "$ev = Invoke-GradioSessionApi op2 @{MaxNums=3; 'a b' = 1,2}; $ev.event.events[-1].data[0].url",
    "@('a', 1) + ,(3) -contains 'x'\n\n% { -not $_ -and !($_.x -eq 3) } # the end",
    "$a.b[0]['k'].c = (call x -- -y | & { $args[0] } 1 2)",
    "call chat 'it''s' `\n -Value <# why #> | select -First 3 |\n ft",
    "open http://127.0.0.1:7860/a?b=1#c\ncall x ./cat.png ~ out-$n.png $dir/cat.png `$5 a`,b -5",
    "call gen @p -Session b; & $b @p 1; . ./setup.gsh one two\n./demo.gsh $x",
    "a && b || c && return\nd ||\n  throw 'no'\nopen x\n  | % { $_ }\n  && b",
    "$job = call slow 10 &; call slow 5 & echo now",
    "apis | ConvertTo-Json > op2.json\ncall x 2>&1 >> log.txt\n$x 2> $null\ncall y 2>> err.txt 1",
    # Values and operators.
    "[int]'3' + -1.5e3 * .5 % 2 - 3 / 1..5\n[string] $x -replace 'a', \"b\" -split ',' -join ';'",
    "$x -ceq 3 -or $y -in 1, 2 -xor -split $z\n$ok ? 'yes' : $none ?? 'no'\n-join $x; -$x",
    "$x += 1; $x.y -= 2; $x[0] *= 3; $x /= 4; $x %= 5; $x ??= 6; $x++; --$i; $env:NAME = 'x'",
    "$text.Trim().Split(',')[0].Replace('a', 'b').Length\n'ab'.Substring(1 + 0, 1)[0]",
    "call $x.y(1)[0].z (f).a @(1)[0] { 1 }.text",
    "@{ a = 1 # one\n 'b c' = f x; \"d$e\" = if ($x) { 2 } else { 3 }\n g = @{} }.a\n,1\n+2\n$?",
    '"a `n ""b"" ${c d} $env:HOME $_ $5 $(f "g $(h)")"',
    "\u201cso \u2018it\u2019\u201d + \u2018x\u2019; call x \u2013y 1 \u2014z",
    "call chat @'\ntwo 'lines'\n'@ -Steps 3\n$x = @\"\n$a `t \"quoted\"\n$(b)\n\"@",
    "$(a; b)\n@(foreach ($x in 1..3) { $x }) | measure\n(if ($x) { 1 }).y\n$using:x; ${a b}",
    # Statements.
    "if ($x -eq 1) { 'one' } elseif (f x | g) { 'two' }\nelse\n{ 'three' }\nif (!$x) {}",
    "foreach ($s in 'a', 'b') { call gen $s; continue }\nForEach (\n $x\n in\n f\n)\n{ break }",
    "while ($e.Status -ne 'complete') { $e | Update-GradioApiResult -MaxHeartBeats 2 } $e",
    "try { call boom x -ea Stop } catch { $_.Hint } finally { $done = $true }",
    "try { a }\nfinally { }\n@{ a = try { b }\ncatch { c } }",
    "$b = { param([int]$n = 1 + 2, $name) return $n * 2 }\n& $b 3",
    "{ param() throw }\n{ return a | b }",
    "param(\n  $x,\n  [switch]$All\n)\n<# a\n script #> echo $x $All",
]
