using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

public sealed class SvgMatrixTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void No_two_states_share_shape_and_word(bool withHistory)
    {
        var picture = SamplePictures.EveryState(withHistory);
        var drawn = DrawnMatrix.Of(picture);

        var looks = picture.Cells.Where(cell => cell.Outcome != ProbeOutcome.Delivered)
            .Select(cell => Look(drawn.Cell(cell.Pair))).ToList();
        Assert.Equal(16, looks.Count);
        Assert.All(looks, look => Assert.NotNull(look.Shape));
        Assert.All(looks, look => Assert.NotNull(look.Word));
        Assert.Equal(looks.Count, looks.Select(look => look.Shape).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(look => look.Word).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(look => look.Path(drawn)).Distinct().Count());

        static (string? Shape, string? Word, Func<DrawnMatrix, string> Path) Look(XElement cell)
        {
            var shape = cell.Element(DrawnMatrix.Svg + "use")?.Attribute("href")?.Value[1..];
            return (shape, cell.Element(DrawnMatrix.Svg + "text")?.Value,
                drawn => drawn.All("path").Single(path => path.Attribute("id")?.Value == shape).Attribute("d")!.Value);
        }
    }

    [Fact]
    public void A_delivered_cell_has_its_time_in_the_colour_of_its_class()
    {
        var picture = SamplePictures.EveryState(withHistory: false);
        var drawn = DrawnMatrix.Of(picture);

        var looks = picture.Cells.TakeLast(7).Select(cell => drawn.Cell(cell.Pair))
            .Select(cell => (cell.Attribute("class")!.Value, cell.Element(DrawnMatrix.Svg + "text")!.Value));
        Assert.Equal(
            [
                ("mc0", "0.40\u00A0s"), ("mc1", "3.0\u00A0s"), ("mc2", "9.0\u00A0s"), ("mc3", "30\u00A0s"),
                ("mc4", "3\u00A0min"), ("mc5", "13\u00A0min"), ("mc6", "67\u00A0min"),
            ],
            looks);
    }

    [Fact]
    public void Every_cell_has_a_title_and_what_failed_says_why()
    {
        var drawn = DrawnMatrix.Of(SamplePictures.BadMorning());

        var cell = drawn.Cell(new ProbePair("ben", "eva"));
        Assert.Equal("ben → eva: bounced", cell.Element(DrawnMatrix.Svg + "title")!.Value);
        var told = cell.Element(DrawnMatrix.Svg + "desc")!.Value;
        Assert.StartsWith("At final: 552 5.2.2 Mailbox full", told, StringComparison.Ordinal);
        Assert.Equal(132, drawn.All("title").Count(title => title.Value.Contains(" → ")));
    }

    [Fact]
    public void The_picture_tells_those_who_do_not_see_it_what_is_wrong()
    {
        var drawn = DrawnMatrix.Of(SamplePictures.BadMorning());

        Assert.Equal("img", drawn.Root.Attribute("role")!.Value);
        Assert.Equal("m-title m-desc", drawn.Root.Attribute("aria-labelledby")!.Value);
        Assert.Equal("Mail between our providers", drawn.All("title").First().Value);
        var told = drawn.All("desc").First().Value;
        Assert.Contains("Mail from relay fails: 11 of 11 ways.", told);
        Assert.Contains("support → eva: overdue for 9\u00A0min.", told);
    }

    [Fact]
    public void Blame_stands_beneath_and_at_its_row_and_column()
    {
        var picture = SamplePictures.BadMorning() with
        {
            Blame =
            [
                new BlameFinding(BlameKind.Sender, "ann", null, 9, 11),
                new BlameFinding(BlameKind.Receiver, null, "eva", 8, 11),
                new BlameFinding(BlameKind.Account, "gus", "gus", 20, 22),
                new BlameFinding(BlameKind.Pair, "ben", "dan", 1, 1),
                new BlameFinding(BlameKind.Prober, null, null, 120, 132),
            ],
        };
        var drawn = DrawnMatrix.Of(picture);

        var texts = drawn.All("text").Select(text => text.Value).ToList();
        Assert.Contains("Mail from ann fails: 9 of 11 ways.", texts);
        Assert.Contains("Mail to eva fails: 8 of 11 ways.", texts);
        Assert.Contains("gus fails both ways: 20 of 22 ways. It is the account or its provider.", texts);
        Assert.Contains("ben → dan fails, and nothing else explains it.", texts);
        Assert.Contains("Nearly everything fails: 120 of 132 ways. It is the prober or its network.", texts);
        var bold = drawn.All("text").Where(text => text.Attribute("class")!.Value.Contains("mbold"))
            .Select(text => text.Value).Where(text => text is "ann" or "eva" or "gus" or "ben" or "dan");
        Assert.Equal(["ann", "eva", "gus", "gus"], bold.Order());
    }

    [Fact]
    public void Sums_stand_beside_rows_and_beneath_columns()
    {
        var drawn = DrawnMatrix.Of(SamplePictures.BadMorning());

        var titles = drawn.All("title").Select(title => title.Value).ToList();
        Assert.Contains("from relay: 0 of 11 arrived", titles);
        Assert.Contains(titles, title => Regex.IsMatch(title, "^to relay: 10 of 11 arrived, median "));
    }

    [Fact]
    public void A_legend_counts_every_cell()
    {
        var picture = SamplePictures.BadMorning();
        var drawn = DrawnMatrix.Of(picture);

        var text = drawn.Text;
        Assert.Contains("login refused <tspan class=\"mbold\">8</tspan>", text);
        Assert.Contains("no protected connection <tspan class=\"mbold\">3</tspan>", text);
        Assert.Contains("delivered as spam <tspan class=\"mbold\">2</tspan>", text);
        Assert.DoesNotContain("not measured", text);
    }

    [Fact]
    public void Ids_are_unique_and_lead_somewhere_and_nothing_comes_from_elsewhere()
    {
        foreach (var picture in Pictures())
        {
            var drawn = DrawnMatrix.Of(picture, new SvgMatrixOptions { IdPrefix = "a1" });

            var ids = drawn.Root.DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(ids, id => Assert.StartsWith("a1", id, StringComparison.Ordinal));
            foreach (var target in drawn.Root.Descendants().Attributes("href").Select(href => href.Value))
                Assert.Contains(Assert.IsType<string>(target)[1..], ids);
            foreach (Match url in Regex.Matches(drawn.Text, @"url\(([^)]*)\)"))
                Assert.Contains(url.Groups[1].Value.TrimStart('#'), ids);
            Assert.DoesNotContain("http", drawn.Text.Replace($"{DrawnMatrix.Svg}", ""));
            Assert.DoesNotContain(drawn.Root.DescendantsAndSelf(), element => element.Name.LocalName
                is "script" or "image" or "foreignObject" or "a" or "animate" or "set" or "link");
            Assert.DoesNotContain("@import", drawn.Text);
            Assert.DoesNotContain("@font-face", drawn.Text);
        }
    }

    [Fact]
    public void Everything_lies_inside_the_picture()
    {
        foreach (var picture in Pictures())
        {
            var drawn = DrawnMatrix.Of(picture);
            var box = drawn.Root.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse).ToArray();
            foreach (var group in drawn.Root.Elements(DrawnMatrix.Svg + "g"))
            {
                var at = Regex.Match(group.Attribute("transform")!.Value, @"^translate\((\S+) (\S+)\)$");
                Assert.InRange(double.Parse(at.Groups[1].Value, CultureInfo.InvariantCulture), 0, box[2]);
                Assert.InRange(double.Parse(at.Groups[2].Value, CultureInfo.InvariantCulture), 0, box[3]);
            }
        }
    }

    [Fact]
    public void Fifty_accounts_are_small()
    {
        var drawn = DrawnMatrix.Of(SamplePictures.Many(50, 8));

        Assert.True(drawn.Octets.Length <= 300_000, $"{drawn.Octets.Length} octets");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(drawn.Octets);
        Assert.True(packed.Length <= 25_000, $"{packed.Length} octets as gzip");
    }

    [Theory, InlineData(25, true), InlineData(26, false), InlineData(60, false)]
    public void More_than_twenty_five_accounts_have_no_numbers(int accounts, bool hasNumbers)
    {
        var drawn = DrawnMatrix.Of(SamplePictures.Many(accounts, 5));

        var cell = drawn.Cell(new ProbePair("account1", "account2"));
        Assert.Equal(hasNumbers, cell.Elements(DrawnMatrix.Svg + "text").Any());
    }

    [Fact]
    public void More_than_sixty_accounts_are_drawn_by_group()
    {
        var drawn = DrawnMatrix.Of(SamplePictures.Many(61, 7));

        var titles = drawn.All("title").Select(title => title.Value).ToList();
        Assert.DoesNotContain(titles, title => title.Contains("account1"));
        Assert.Contains(titles, title => Regex.IsMatch(title, "^provider A → provider B: [0-9]+ of 81 arrived, "));
    }

    [Fact]
    public void Accounts_of_a_group_stand_together_with_a_gap_before_the_next()
    {
        MatrixAccount[] accounts =
        [
            SamplePictures.Account("a", "x.example", "one"), SamplePictures.Account("b", "x.example", "two"),
            SamplePictures.Account("c", "x.example", "one"), SamplePictures.Account("d", "x.example", null),
        ];
        var drawn = DrawnMatrix.Of(new MatrixPicture { Accounts = accounts, Cells = [], At = SamplePictures.Moment });

        var rows = drawn.All("text").Where(text => text.Attribute("x")?.Value == "-13" && text.Value.Length == 1)
            .Select(text => (text.Value, Parts: text.Parent!.Attribute("transform")!.Value.Split(' ', ')')))
            .Select(text => (text.Value, Y: double.Parse(text.Parts[1], CultureInfo.InvariantCulture)))
            .ToList();
        Assert.Equal(["a", "c", "b", "d"], rows.Select(row => row.Value));
        Assert.Equal([42.0, 52.0, 52.0], rows.Zip(rows.Skip(1), (one, next) => next.Y - one.Y));
    }

    [Fact]
    public void Names_are_kept_whole_in_titles_and_cut_where_there_is_no_room()
    {
        var name = string.Concat(Enumerable.Repeat("sehr-langer-name ", 20));
        var drawn = DrawnMatrix.Of(Empty(name, "b"));

        Assert.Contains(drawn.All("title"), title => title.Value == name);
        var row = Assert.Single(drawn.All("text"), text => text.Attribute("x")?.Value == "-13" && text.Value != "b");
        Assert.Matches("^sehr-langer-name [a-z-]*…$", row.LastNode!.ToString());
        Assert.True(double.Parse(drawn.Root.Attribute("width")!.Value, CultureInfo.InvariantCulture) < 700);
    }

    [Fact]
    public void A_name_that_is_written_from_the_right_does_not_turn_the_arrow()
    {
        Assert.Contains("\u2068דואר\u2069 → b: not measured", DrawnMatrix.Of(Empty("דואר", "b")).Text);
    }

    [Fact]
    public void A_matrix_of_nobody_is_drawn()
    {
        var drawn = DrawnMatrix.Of(Empty());

        Assert.Contains(drawn.All("text"), text => text.Value == "nothing measured yet");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_by_name()
    {
        var picture = SamplePictures.BadMorning();

        Assert.Contains("called ann", Refused(picture with { Accounts = [.. picture.Accounts, picture.Accounts[0]] }));
        Assert.Contains("ann -> ben", Refused(picture with { Cells = [.. picture.Cells, picture.Cells[0]] }));
        var stranger = picture.Cells[0] with { Pair = new ProbePair("nobody", "ann") };
        Assert.Contains("nobody -> ann", Refused(picture with { Cells = [stranger] }));
        foreach (var prefix in new[] { "", "1a", "a b", "a\"", "é" })
            Assert.Throws<ArgumentException>(() => DrawnMatrix.Of(picture, new SvgMatrixOptions { IdPrefix = prefix }));

        static string Refused(MatrixPicture picture) =>
            Assert.Throws<ArgumentException>(() => DrawnMatrix.Of(picture)).Message;
    }

    [Fact]
    public void No_name_and_no_reply_breaks_a_picture() => SeededRandom.Rounds(40, random =>
    {
        var accounts = Enumerable.Range(0, random.Next(8))
            .Select(i => new MatrixAccount(i + Odd(random), Odd(random), Maybe(random), Maybe(random))).ToArray();
        var cells = from a in accounts
                    from b in accounts
                    where random.Next(3) > 0
                    select new MatrixCell(
                        new ProbePair(a.Name, b.Name),
                        (ProbeState)random.Next(5),
                        random.Next(8) == 0 ? null : (ProbeOutcome)random.Next(13),
                        random.Next(4) == 0 ? null : TimeSpan.FromTicks(random.NextInt64(-999, 1L << random.Next(60))),
                        random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.NextInt64(1L << 60)))
                    {
                        Uncertainty = random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(5000)),
                        Median = random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(random.Next()),
                        History = [.. Enumerable.Range(0, random.Next(60)).Select(_ =>
                            random.Next(5) == 0 ? (TimeSpan?)null : TimeSpan.FromMilliseconds(random.Next()))],
                        Failure = random.Next(2) == 0 ? null
                            : new ProbeFailure((ProbeStage)random.Next(14), Odd(random), random.Next(600), Odd(random)),
                        Flags = (ProbeFlags)random.Next(16),
                        ClassicSeconds = random.Next(2) == 0 ? null : random.NextInt64(-5, 1000),
                    };
        var picture = new MatrixPicture
        {
            Accounts = accounts,
            Cells = [.. cells],
            At = SamplePictures.Moment,
            Title = Odd(random),
            Tool = Odd(random),
            Blame = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new BlameFinding(
                (BlameKind)random.Next(5), Maybe(random), Maybe(random), random.Next(9), random.Next(9)))],
        };

        Assert.DoesNotContain("NaN", DrawnMatrix.Of(picture).Text); // It parses, or throws.
        DrawnMatrix.Classic(picture);
    });

    private static MatrixPicture Empty(params string[] names) => new()
    {
        Accounts = [.. names.Select(name => SamplePictures.Account(name, "x.example", null))],
        Cells = [],
        At = SamplePictures.Moment,
    };

    private static string? Maybe(SeededRandom random) => random.Next(2) == 0 ? null : Odd(random);

    private static string Odd(SeededRandom random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ =>
        random.Next(6) switch
        {
            0 => "&<>\"'"[random.Next(5)],
            1 => (char)random.Next(0x20),
            2 => (char)random.Next(0x10000),
            3 => "אבגدمشق"[random.Next(7)],
            4 => "]]>--<!"[random.Next(7)],
            _ => (char)('a' + random.Next(26)),
        }));

    private static IEnumerable<MatrixPicture> Pictures() =>
    [
        SamplePictures.BadMorning(), SamplePictures.EveryState(true), SamplePictures.EveryState(false),
        SamplePictures.Many(20, 4), SamplePictures.Many(40, 5), SamplePictures.Many(70, 6),
    ];
}
